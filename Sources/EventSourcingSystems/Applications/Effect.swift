public import EventSourcing
public import Foundation

/// What an application does in the world about one kind of events.
struct Effect: Sendable {
  /// What came of it, to be recorded in a unit of work.
  typealias Record = @Sendable (ReactionWork) async throws -> Void

  let storedName: String
  let name: String

  /// What is to be done about an event: `nil` if nothing is.
  let asks: @Sendable (any SequencedEvent) throws -> Asked?

  struct Asked: Sendable {
    /// What is asked for.
    let request: any Sendable

    /// Does it.
    let perform: @Sendable (EffectCall) async throws -> Record

    /// Records an outcome that came from elsewhere; `nil` if it is of another type than this effect has.
    let record: @Sendable (any Sendable) -> Record?
  }

  init<Payload: EventPayload, Request: Sendable, Outcome: Sendable>(
    _ name: String,
    asks: @escaping @Sendable (DomainEvent<Payload>) throws -> Request?,
    does: @escaping @Sendable (Request, EffectCall) async throws -> Outcome,
    records: @escaping @Sendable (Outcome, DomainEvent<Payload>, ReactionWork) async throws -> Void
  ) {
    storedName = Payload.storedName
    self.name = name
    self.asks = { event in
      guard let event = event as? DomainEvent<Payload>, let request = try asks(event) else { return nil }
      return Asked(request: request) { call in
        let outcome = try await does(request, call)
        return { work in try await records(outcome, event, work) }
      } record: { outcome in
        guard let outcome = outcome as? Outcome else { return nil }
        return { work in try await records(outcome, event, work) }
      }
    }
  }
}

/// One call of an effect.
public struct EffectCall: Hashable, Sendable {
  /// The same whenever the effect is done for the same event, in whatever process: hand it to the other side, so that it
  /// can know a second time.
  public let key: UUID

  /// The name of the effect.
  public let effect: String

  /// The event about which it is done.
  public let cause: EventCause
}
