public import EventSourcing
public import EventSourcingSystems
public import Foundation

/// Tests the policy of a process application, without any runner: given what it has stored, when this happens in an
/// application that it follows, then it does this.
///
///     try await GivenApplication(payments)
///       .when(Order.Event.reserved, of: order, in: "orders")
///       .then(.event(Payment.Event.taken(orderID: order), as: "payment"))
///
/// Nothing is stored for good and nothing is done in the world: what comes of an effect, the test says. The reaction is
/// done twice, each time on what was given, since any runner may do it again: it has to do the same.
public struct GivenApplication: Sendable {
  let application: ProcessApplication
  private(set) var given: [@Sendable (HostedApplication) async throws -> Void] = []
  private(set) var answers: [Answer] = []
  private var versions: [UUID: Int] = [:]
  private var count = 0

  /// What an effect is answered.
  struct Answer: Sendable {
    let effect: String
    let outcome: @Sendable (any Sendable) async throws -> any Sendable
  }

  /// Begins with an application that has nothing stored.
  public init(_ application: ProcessApplication) {
    self.application = application
  }

  /// Events that have happened to an entity of this application, after those before.
  ///
  /// - Parameters:
  ///   - payloads: What has happened, oldest first.
  ///   - id: The entity's.
  ///   - time: When it has; else soon after each other, at the beginning of 1970.
  public func and<Payload: EventPayload>(
    _ payloads: Payload..., of id: UUID, at time: Timestamp? = nil
  ) -> GivenApplication {
    var given = self
    var events: [DomainEvent<Payload>] = []
    for payload in payloads {
      let version = given.versions[id, default: 0]
      let time = time ?? Timestamp(microseconds: given.count)
      events.append(DomainEvent(entityID: id, entityVersion: version, timestamp: time, payload: payload))
      given.versions[id] = version + 1
      given.count += 1
    }
    given.given.append { [events] hosted in
      try await hosted.application.catalog.eventStore(of: Payload.self, in: hosted.recorder).append(events)
    }
    return given
  }

  /// A deadline that the application has set.
  ///
  /// - Parameters:
  ///   - name: The one that it was set under.
  ///   - id: What it is for.
  ///   - time: When it passes.
  public func and(deadline name: String, for id: UUID, at time: Timestamp) -> GivenApplication {
    var given = self
    given.given.append { hosted in
      try await hosted.perform { unit in try await unit.setDeadline(name, for: id, at: time) }
    }
    return given
  }

  /// What comes of an effect when it is asked for.
  ///
  /// - Parameters:
  ///   - effect: Its name.
  ///   - outcome: What came of it, of the type that the effect gives.
  public func answering(_ effect: String, with outcome: some Sendable) -> GivenApplication {
    answering(Answer(effect: effect) { _ in outcome })
  }

  /// What comes of an effect when it is asked for, by what is asked; an error, where it fails.
  ///
  /// - Parameters:
  ///   - effect: Its name.
  ///   - outcome: Gives what came of it, of the type that the effect gives.
  public func answering<Request: Sendable, Outcome: Sendable>(
    _ effect: String, _ outcome: @escaping @Sendable (Request) async throws -> Outcome
  ) -> GivenApplication {
    answering(
      Answer(effect: effect) { request in
        guard let request = request as? Request else {
          throw ScenarioFailed(
            "The effect “\(effect)” asks by a value of the type \(type(of: request)), and the test answers a \(Request.self)."
          )
        }
        return try await outcome(request)
      })
  }

  private func answering(_ answer: Answer) -> GivenApplication {
    var given = self
    given.answers.append(answer)
    return given
  }
}
