import EventSourcing

/// What an effect is answered in a rehearsal instead of being done: what came of it, of the type that the effect gives.
package typealias EffectAnswer = @Sendable (_ request: any Sendable, EffectCall) async throws -> any Sendable

extension Effect {
  /// The same effect, which does nothing in the world: it is answered.
  func answered(by answer: @escaping EffectAnswer) -> Effect {
    Effect(storedName: storedName, name: name) { [name, asks] event in
      guard let asked = try asks(event) else { return nil }
      return Asked(request: asked.request) { call in
        let outcome = try await answer(asked.request, call)
        guard let record = asked.record(outcome) else {
          throw WrongOutcome(effect: name, outcome: "\(type(of: outcome))")
        }
        return record
      } record: { outcome in
        asked.record(outcome)
      }
    }
  }

  private init(storedName: String, name: String, asks: @escaping @Sendable (any SequencedEvent) throws -> Asked?) {
    self.storedName = storedName
    self.name = name
    self.asks = asks
  }
}

/// An effect was answered by something of a type that its outcome does not have.
package struct WrongOutcome: Error, CustomStringConvertible {
  let effect: String

  /// The type of what it was answered.
  let outcome: String

  package var description: String {
    "The effect “\(effect)” cannot record a value of the type \(outcome): it is not what the effect gives."
  }
}
