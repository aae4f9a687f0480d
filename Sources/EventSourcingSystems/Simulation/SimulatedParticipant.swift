import EventSourcing

/// A worker or a caller in a simulation: each call that it makes waits for its turn.
struct SimulatedParticipant: Sendable {
  let number: Int
  let stage: SimulationStage

  /// Has something done when it is its turn.
  ///
  /// - Throws: What doing it throws; what goes wrong in the simulation; `CancellationError` if the participant has
  ///   ended.
  func call<Result>(
    _ call: SimulatedCall, readyAt: Int? = nil, outcome: (Result) -> SimulatedOutcome,
    _ perform: () async throws -> Result
  ) async throws -> Result {
    let verdict = await stage.turn(of: number, call, readyAt: readyAt)
    switch verdict {
    case .endsBefore: throw CancellationError()
    case .fails(let error):
      stage.note(.failed(error))
      throw error
    case .goesOn, .failsAfterwards, .endsAfterwards: break
    }
    let result: Result
    do {
      result = try await perform()
    } catch {
      stage.note(.failed(error))
      throw error
    }
    stage.note(outcome(result))
    switch verdict {
    case .failsAfterwards(let error): throw error
    case .endsAfterwards: throw CancellationError()
    case .goesOn, .fails, .endsBefore: return result
    }
  }

  /// Starts it; it ends when the body does.
  ///
  /// - Parameter startsAt: From when on it can begin, in microseconds since the start.
  func start(
    on executor: SimulationExecutor, at startsAt: Int, _ body: @escaping @Sendable () async throws -> Void
  ) -> Task<Void, Never> {
    Task(executorPreference: executor) {
      do {
        try await EventClock.$current.withValue(stage.clock) {
          try await Pace.$current.withValue(stage.pace(of: number)) {
            try await EffectWitnesses.$current.withValue(self) {
              try await call(.begin, readyAt: startsAt, outcome: { .done }) {}
              try await body()
            }
          }
        }
        stage.end(number, nil)
      } catch {
        stage.end(number, error)
      }
    }
  }
}

extension SimulatedParticipant: EffectWitness {
  func witness(
    _ effect: EffectCall, _ perform: () async throws -> Effect.Record
  ) async throws -> Effect.Record {
    try await call(.effect(effect), outcome: { _ in .done }) {
      let record = try await perform()
      stage.note(effect)
      return record
    }
  }
}
