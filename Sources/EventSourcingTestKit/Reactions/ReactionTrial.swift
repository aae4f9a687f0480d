import EventSourcing
import EventSourcingSystems
import Foundation

/// What an application has done once.
struct ReactionTrial {
  /// What an effect was asked for.
  struct Asked: Sendable {
    let effect: String
    let key: UUID
    let request: any Sendable

    var text: String { "the effect “\(effect)” with \(request) under the key \(key)" }
  }

  /// An event of an entity, or an entry of a log, as it was recorded.
  struct Recorded {
    let id: UUID
    let position: Int
    let event: any SequencedEvent

    var payload: any EventPayload { event.payload }
    var isEntry: Bool { !(event is any AnyDomainEvent) }
  }

  let recorded: [Recorded]
  let asked: [Asked]
  let deadlines: [ChangedDeadline]
  let failure: (any Error)?

  /// Looks at what a recorder has after a notification.
  ///
  /// - Throws: What reading it throws.
  init(
    of hosted: HostedApplication, after start: Int, asked: [Asked], failure: (any Error)?
  ) async throws {
    let catalog = Upstream(hosted).catalog
    var recorded: [Recorded] = []
    var deadlines: [ChangedDeadline] = []
    for notification in try await hosted.recorder.notifications(after: start, limit: .max) {
      let item = notification.item
      let event = try catalog.event(from: item)
      if let deadline = try await hosted.changedDeadline(event) {
        // That one has passed is what the reaction is on.
        if deadline.change != .passed { deadlines.append(deadline) }
      } else {
        recorded.append(Recorded(id: item.sequenceID, position: item.position, event: event))
      }
    }
    self.recorded = recorded
    self.deadlines = deadlines
    self.asked = asked
    self.failure = failure
  }

  /// What was done, to be held against what was done another time.
  func form() throws -> [String] {
    try recorded.map { recorded in
      func form(_ payload: some EventPayload) throws -> String { try StoredForm(of: payload).description }
      return try "\(form(recorded.payload)) of \(recorded.id)"
    }
      + deadlines.map(\.described)
      + asked.map(\.text)
  }
}

extension ChangedDeadline {
  var described: String {
    switch change {
    case .due(let time): "the deadline “\(name)” for \(subject) at \(time) (\(time.microseconds) µs)"
    case .cancelled: "the deadline “\(name)” for \(subject) cancelled"
    case .passed: "the deadline “\(name)” for \(subject) passed"
    }
  }
}
