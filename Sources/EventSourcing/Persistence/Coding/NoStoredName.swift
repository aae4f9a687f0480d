/// A case has no key in its payload's `CodingKeys`, so it cannot be stored: a mistake in the program.
public struct NoStoredName: Error, Hashable, CustomStringConvertible {
  /// The stored name of the payload.
  public let payload: String

  /// The case, as the code names it.
  public let caseName: String

  init<Payload: EventPayload>(of payload: Payload) {
    self.payload = Payload.storedName
    // A case without values has no children, and is described by its name.
    caseName = Mirror(reflecting: payload).children.first?.label ?? String(describing: payload)
  }

  public var description: String {
    "\(payload): the case “\(caseName)” has no stored name. Add “case \(caseName)” to the payload's CodingKeys."
  }
}
