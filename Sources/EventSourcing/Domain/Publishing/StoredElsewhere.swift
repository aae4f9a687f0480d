/// The events of a payload are stored on this bus already, and would be stored twice.
public struct StoredElsewhere: Error, Hashable, CustomStringConvertible {
  /// The stored name of the payload; `nil` if one storage has the events of every payload.
  public let storedName: String?

  public init(storedName: String?) {
    self.storedName = storedName
  }

  public var description: String {
    let events = storedName.map { "The events of “\($0)” are" } ?? "All events are"
    return "\(events) stored on this bus already. Close the policy that does, or take another bus."
  }
}
