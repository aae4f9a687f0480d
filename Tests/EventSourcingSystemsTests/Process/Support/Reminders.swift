import EventSourcing
import EventSourcingSystems
import Foundation
import ReactionSupport
import Synchronization

/// An application that makes a slip when a deadline named “pay” has passed.
struct Reminders {
  let recorder: any Recorder
  let host: HostedApplication
  let worker: DeadlineWorker

  init(_ host: HostedApplication) {
    self.host = host
    recorder = host.recorder
    worker = DeadlineWorker(host)
  }

  /// - Parameters:
  ///   - told: Gets each deadline of which the application is told, in the transaction in which it is.
  ///   - then: Is called when it has made the slip, and may fail.
  init(
    _ told: Collected<PassedDeadline>, in recorder: any Recorder = InMemoryRecorder(),
    options: ReactionOptions = ReactionOptions(attempts: 2, pause: .zero),
    then: @escaping @Sendable (PassedDeadline) async throws -> Void = { _ in }
  ) throws {
    let application = try ProcessApplication(
      "books", catalog: EventCatalog(.events(of: Slip.Event.self)), options: options
    )
    .whenPassed("pay") { deadline, work in
      told.add(deadline)
      var slip = try Slip.create(.closing(till: deadline.subject), id: work.id("slip"))
      try await slip.save()
      try await then(deadline)
    }
    self.init(HostedApplication(application, in: recorder))
  }

  /// Another process that does the same.
  func another() -> Reminders {
    Reminders(HostedApplication(host.application, in: recorder))
  }

  func set(_ name: String, for id: UUID, at microseconds: Int) async throws {
    try await host.perform { unit in
      try await unit.setDeadline(name, for: id, at: Timestamp(microseconds: microseconds))
    }
  }

  /// The topics of what is recorded, in their order.
  var topics: [String] {
    get async throws { try await recorder.notifications(after: 0, limit: .max).map(\.item.topic) }
  }
}

/// A clock that a test sets.
final class ManualClock: Sendable {
  private let time = Atomic(0)

  func set(_ microseconds: Int) {
    time.store(microseconds, ordering: .sequentiallyConsistent)
  }

  /// Runs the body with this clock for the current one.
  func whileCurrent(_ body: () async throws -> Void) async rethrows {
    let clock = EventClock { Timestamp(microseconds: self.time.load(ordering: .sequentiallyConsistent)) }
    try await EventClock.$current.withValue(clock) { try await body() }
  }
}
