import EventSourcing
import Foundation

extension ProcessApplication {
  /// Whether something is asked for in the world because of an event; where asking fails it may be.
  func asksForEffect(of event: any SequencedEvent) -> Bool {
    effects.contains { effect in
      do { return try effect.asks(event) != nil } catch { return true }
    }
  }

  /// Does what is asked for in the world because of an event, one after the other in the order of the code.
  ///
  /// - Parameter done: What came of it, to be recorded. What is there already is not done again.
  /// - Throws: What asking and doing throws; `ReactionTimedOut`.
  func performEffects(
    of event: any SequencedEvent, because cause: EventCause, into done: inout EffectsDone
  ) async throws {
    for effect in effects.dropFirst(done.count) {
      guard let asked = try effect.asks(event) else {
        done.add(nil)
        continue
      }
      let key = UUID(causedBy: cause, in: name, as: "effect", effect.name)
      let call = EffectCall(key: key, effect: effect.name, cause: cause)
      let record = try await EffectWitnesses.witnessing(call) {
        try await withTimeLimit(options.timeLimit, of: name) { try await asked.perform(call) }
      }
      done.add(record)
    }
  }
}

/// How far the effects of one event are done.
struct EffectsDone: Sendable {
  /// How many effects of the application were come to.
  private(set) var count = 0

  /// How to record what came of them.
  private(set) var records: [Effect.Record] = []

  mutating func add(_ record: Effect.Record?) {
    count += 1
    if let record { records.append(record) }
  }
}
