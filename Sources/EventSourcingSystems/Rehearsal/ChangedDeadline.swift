package import EventSourcing
package import Foundation

/// What has become of a deadline.
package struct ChangedDeadline: Hashable, Sendable {
  package let name: String

  /// What it is for.
  package let subject: UUID

  package let change: Change

  package init(name: String, subject: UUID, change: Change) {
    self.name = name
    self.subject = subject
    self.change = change
  }

  package enum Change: Hashable, Sendable {
    /// It was set, or moved.
    case due(Timestamp)
    case cancelled
    case passed
  }
}

extension HostedApplication {
  /// What an event tells of a deadline; `nil` if it is of something else.
  ///
  /// - Throws: What reading the deadline throws.
  package func changedDeadline(_ event: any SequencedEvent) async throws -> ChangedDeadline? {
    guard let event = event as? DomainEvent<Deadline.Event> else { return nil }
    let deadline = try await repository(of: Deadline.self)[event.entityID]
    let change: ChangedDeadline.Change =
      switch event.payload {
      case .set(_, _, let due), .moved(let due): .due(due)
      case .cancelled: .cancelled
      case .passed: .passed
      }
    return ChangedDeadline(name: deadline.name, subject: deadline.subject, change: change)
  }
}
