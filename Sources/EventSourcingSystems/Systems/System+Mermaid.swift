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

  /// A text as Mermaid takes it between quotation marks: by the numbers of scalars, which its entities are.
  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar in
      let isPlain =
        scalar.isASCII ? scalar.properties.isAlphabetic || "0123456789 -_.".unicodeScalars.contains(scalar) : true
      return isPlain ? String(scalar) : "#\(scalar.value);"
    }.joined()
  }
}
