import Foundation

extension Binding.ShownOutput {
  /// The lines to be shown of what the program printed, with a line `…` where something is left out.
  ///
  /// - Throws: `NotFoundInSource` if a text that bounds the part is not there.
  package func lines(of output: String) throws(NotFoundInSource) -> [String] {
    var lines = output.components(separatedBy: "\n")
    while lines.last?.isEmpty == true { lines.removeLast() }
    var start = 0
    if let from { start = try index(of: from, in: lines, after: 0) }
    var end = lines.count
    if let through { end = try index(of: through, in: lines, after: from == nil ? 0 : start + 1) + 1 }
    return (start > 0 ? ["…"] : []) + lines[start..<end] + (end < lines.count ? ["…"] : [])
  }

  private func index(of text: String, in lines: [String], after start: Int) throws(NotFoundInSource) -> Int {
    guard let index = lines[min(start, lines.count)...].firstIndex(where: { $0.contains(text) }) else {
      let place = start == 0 ? "" : " after line \(start)"
      throw NotFoundInSource(
        description: "\(program.name) prints no line with “\(text)”\(place). It prints:\n"
          + lines.joined(separator: "\n"))
    }
    return index
  }
}
