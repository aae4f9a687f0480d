import EventSourcing
import Exercise06
import Foundation
import Synchronization
import Testing

/// What has happened to a performance, and what comes of moving it.
struct Told {
  private let history: [Performance.Event]

  init(_ history: Performance.Event...) {
    self.history = history
  }

  /// What the history makes.
  func performance() throws -> Performance {
    let id = UUID()
    let events = history.enumerated().map { version, payload in
      DomainEvent(
        entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: version), payload: payload)
    }
    return try #require(try Performance.replaying(events), "Rule: none of these events ends the performance.")
  }

  /// Moves it: the performance after that, and the events that were published.
  func move(toHallWith seats: Int) async throws -> (performance: Performance, events: [Performance.Event]) {
    var performance = try performance()
    let (events, error) = await moving(&performance, seats)
    if let error { throw error }
    return (performance, events)
  }

  /// Tries to move it: with what it was refused, and how many events were published all the same.
  func refused(toHallWith seats: Int) async throws -> (error: Performance.Refusal?, published: Int) {
    var performance = try performance()
    let (events, error) = await moving(&performance, seats)
    if let error, !(error is Performance.Refusal) { throw error }
    return (error as? Performance.Refusal, events.count)
  }

  private func moving(_ performance: inout Performance, _ seats: Int) async -> ([Performance.Event], (any Error)?) {
    let published = Mutex<[Performance.Event]>([])
    let bus = EventBus(storing: .notRequired)
    bus.subscribe(to: Performance.Event.self) { events in published.withLock { $0 += events.map(\.payload) } }
    var failure: (any Error)?
    do {
      try await EventBus.$current.withValue(bus) { try await performance.move(toHallWith: seats) }
    } catch {
      failure = error
    }
    return (published.withLock { $0 }, failure)
  }
}
