extension System {
  /// The system drawn as a Mermaid graph: an arrow from each application to each that follows it.
  public var mermaid: String {
    var lines = ["graph LR"]
    for (number, application) in applications.enumerated() {
      lines.append("  a\(number)[\"\(Self.escaped(application.name))\"]")
    }
    for (number, application) in applications.enumerated() {
      for (other, follower) in applications.enumerated()
      where upstreams(of: follower.name).contains(where: { $0.name == application.name }) {
        lines.append("  a\(number) --> a\(other)")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// A text as Mermaid takes it between quotation marks: by the numbers of scalars, which its entities are, but for
  /// letters and digits.
  ///
  /// A text that begins as a list or a heading does is one to Mermaid, so what is first is a letter or a number, too.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      let isPlain =
        scalar.properties.isAlphabetic
        || !escaped.isEmpty && "0123456789 -_".unicodeScalars.contains(scalar)
      escaped += isPlain ? String(scalar) : "#\(scalar.value);"
    }
    return escaped
  }
}
