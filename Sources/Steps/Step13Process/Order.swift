public import EventSourcing
public import Foundation

/// Something that somebody has ordered, until it is paid or cancelled.
public struct Order: Aggregate {
  public enum Event: EventPayload, Equatable {
    case placed(item: String, cents: Int, requestID: UUID)
    case paid(receipt: String)
    case cancelled(reason: String)

    public static let storedName = "Order"
    public enum CodingKeys: String, CodingKey, CaseIterable { case placed, paid, cancelled }
  }

  /// What has become of it so far.
  public enum Status: Hashable, Sendable {
    case open
    case paid
    case cancelled
  }

  public var lifecycle: Lifecycle
  public var pendingEvents = PendingEvents<Event>()

  /// The request that it was placed for.
  public let requestID: UUID

  public private(set) var status = Status.open

  public static func mutate(_ order: inout Order?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .placed(_, _, let requestID): order = Order(lifecycle: Lifecycle(createdBy: event), requestID: requestID)
    case .paid: order?.status = .paid
    case .cancelled: order?.status = .cancelled
    }
  }

  /// Notes that it was paid, unless it has ended.
  mutating func pay(receipt: String) throws {
    guard status == .open else { return }
    try trigger(.paid(receipt: receipt))
  }

  /// Cancels it, unless it has ended.
  mutating func cancel(_ reason: String) throws {
    guard status == .open else { return }
    try trigger(.cancelled(reason: reason))
  }
}
