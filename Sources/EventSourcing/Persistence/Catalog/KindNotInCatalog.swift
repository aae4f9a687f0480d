/// The catalog does not have this kind of events: add it where the catalog is made.
public struct KindNotInCatalog: Error, Hashable, CustomStringConvertible {
  /// The stored name of the payload.
  public let storedName: String

  public init(storedName: String) {
    self.storedName = storedName
  }

  public var description: String {
    "The catalog does not have the kind “\(storedName)”: add it where the catalog is made."
  }
}
