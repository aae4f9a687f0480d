import EventSourcing
import Foundation

extension ProcessApplication {
  /// Does what is asked for in the world because of an event, one after the other in the order of the code.
  ///
  /// - Returns: How to record what came of it.
  /// - Throws: What asking and doing throws.
  func performEffects(of event: any SequencedEvent, because cause: EventCause) async throws -> [Effect.Record] {
    var records: [Effect.Record] = []
    for effect in effects {
      guard let asked = try effect.asks(event) else { continue }
      let key = UUID(causedBy: cause, in: name, as: "effect \(effect.name)")
      let call = EffectCall(key: key, effect: effect.name, cause: cause)
      records.append(try await EffectWitnesses.witnessing(call) { try await asked.perform(call) })
    }
    return records
  }
}
