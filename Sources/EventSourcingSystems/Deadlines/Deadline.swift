public import EventSourcing
public import Foundation

/// A deadline that an application has set, kept as events among its own.
struct Deadline: Aggregate {
  enum Event: EventPayload {
    case set(name: String, for: UUID, due: Timestamp)
    case moved(due: Timestamp)
    case cancelled
    case passed

    static let storedName = "ProcessDeadline"
    enum CodingKeys: String, CodingKey, CaseIterable { case set, moved, cancelled, passed }
  }

  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()
  let name: String
  let subject: UUID

  /// When it has passed; `nil` if it is over, or was cancelled.
  private(set) var due: Timestamp?

  static func mutate(_ deadline: inout Deadline?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .set(let name, let subject, let due):
      deadline = Deadline(lifecycle: Lifecycle(createdBy: event), name: name, subject: subject, due: due)
    case .moved(let due): deadline?.due = due
    case .cancelled, .passed: deadline?.due = nil
    }
  }

  /// The id of the deadline of a name for something: there is one.
  static func id(_ name: String, for subject: UUID) -> UUID {
    UUID(named: "ProcessDeadline.\(name)", in: subject)
  }
}

/// A deadline that has passed.
public struct PassedDeadline: Hashable, Sendable {
  /// The name that it was set under.
  public let name: String

  /// What it was for.
  public let subject: UUID

  /// When it has passed; it may be noticed later.
  public let due: Timestamp

  public init(name: String, subject: UUID, due: Timestamp) {
    self.name = name
    self.subject = subject
    self.due = due
  }
}
