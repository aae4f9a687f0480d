/// Two kinds of a catalog would read each other's items: give one of them another stored name.
public struct AmbiguousKinds: Error, Hashable {
  /// The payload types, as they are named in the code.
  public let payloads: [String]

  /// Their stored names.
  public let storedNames: [String]

  public init(payloads: [String], storedNames: [String]) {
    self.payloads = payloads
    self.storedNames = storedNames
  }
}

extension AmbiguousKinds: CustomStringConvertible {
  public var description: String {
    let names = storedNames.map { "“\($0)”" }.joined(separator: " and ")
    let why =
      payloads[0] == payloads[1]
      ? "The payload \(payloads[0]) is in the catalog twice."
      : "The payloads \(payloads[0]) and \(payloads[1]) are stored under \(names), so an item could be of both. "
        + "A generic payload needs a stored name for each of its types."
    return why + " Each kind needs a stored name of its own that is not the beginning of another up to a dot."
  }

  /// - Throws: `AmbiguousKinds` if two of the entries have one name, or the topics of one could be the other's.
  static func check(_ entries: [any CatalogEntry]) throws(AmbiguousKinds) {
    for (index, first) in entries.enumerated() {
      for second in entries[(index + 1)...] {
        let (name, other) = ("\(first.storedName).", "\(second.storedName).")
        // By their bytes, as databases compare; and by their characters, since people could not tell them apart.
        guard !name.utf8.starts(with: other.utf8), !other.utf8.starts(with: name.utf8),
          !name.hasPrefix(other), !other.hasPrefix(name)
        else {
          throw AmbiguousKinds(
            payloads: [first.payloadType, second.payloadType], storedNames: [first.storedName, second.storedName])
        }
      }
    }
  }
}
