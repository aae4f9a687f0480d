import EventSourcing
import Foundation

/// An account of which money is only paid in.
enum Account {
  enum Event: EventPayload {
    case opened(owner: String)
    case deposited(cents: Int)

    static let storedName = "Account"
    enum CodingKeys: String, CodingKey, CaseIterable { case opened, deposited }
  }

  /// The events of an account: opened, then so many deposits of 100.
  static func history(of number: UInt8, deposits: Int) -> [DomainEvent<Event>] {
    let id = UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    let payloads =
      [.opened(owner: "Ada \u{e9}\u{1F600}")] + Array(repeating: Event.deposited(cents: 100), count: deposits)
    return payloads.enumerated().map { version, payload in
      DomainEvent(
        entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: 1_767_225_600_000_000),
        payload: payload)
    }
  }
}
