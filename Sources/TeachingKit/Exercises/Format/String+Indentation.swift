extension String {
  /// Its lines, without the indentation that they share.
  func dedentedLines() -> [String] {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    let shared = lines.filter { !$0.allSatisfy { $0 == " " } }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return lines.map { String($0.dropFirst(shared)) }
  }

  /// Its lines, moved to another indentation.
  func indented(like indentation: String) -> [String] {
    dedentedLines().map { $0.isEmpty ? "" : indentation + $0 }
  }
}
