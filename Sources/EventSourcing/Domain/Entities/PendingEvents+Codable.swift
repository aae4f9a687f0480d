/// Nothing of pending events is ever encoded, so that an aggregate can be `Codable`: what is not saved has not happened.
extension PendingEvents: Codable {
  public init(from decoder: any Decoder) {
    self.init()
  }

  public func encode(to encoder: any Encoder) {}
}

extension KeyedEncodingContainer {
  /// Leaves out pending events, and their key with them.
  public func encode<Payload>(_ events: PendingEvents<Payload>, forKey key: Key) {}
}

extension KeyedDecodingContainer {
  /// No events, whatever is there.
  public func decode<Payload>(_ type: PendingEvents<Payload>.Type, forKey key: Key) -> PendingEvents<Payload> {
    PendingEvents()
  }
}
