import EventSourcing
import Synchronization

/// What a system does with commands in one thread, where nothing goes wrong.
struct ExpectedBehaviour: Sendable {
  let streams: RecordedStreams
  let effects: Set<EffectCall>

  /// Runs the system.
  ///
  /// - Parameters:
  ///   - system: What is run.
  ///   - commands: What it is given, in this order.
  ///   - duration: How much time passes then, in microseconds.
  ///   - bound: How many calls the recorders may get.
  /// - Throws: `EndlessCalls`; what `SingleThreadRunner` and the commands throw; `UnknownApplication`.
  init(
    of system: System, _ commands: [SimulatedCommand], for duration: Int, within bound: CallBound
  ) async throws {
    let witness = CountingWitness()
    let elapsed = Mutex(0)
    let clock = EventClock {
      Timestamp(microseconds: SimulationRunner.start.microseconds + elapsed.withLock { $0 })
    }
    let runner = try await SingleThreadRunner(system) { _ in BoundedRecorder(inner: InMemoryRecorder(), bound: bound) }
    try await EventClock.$current.withValue(clock) {
      try await EffectWitnesses.$current.withValue(witness) {
        for command in commands { try await runner.application(command.application).perform(command.body) }
        elapsed.withLock { $0 = duration }
        try await runner.settle()
      }
    }
    var recorders: [String: any Recorder] = [:]
    for application in system.applications {
      recorders[application.name] = try runner.application(application.name).recorder
    }
    streams = try await RecordedStreams(of: system, in: recorders)
    effects = witness.effects.withLock { $0 }
  }

  private final class CountingWitness: EffectWitness {
    let effects = Mutex<Set<EffectCall>>([])

    func witness(
      _ call: EffectCall, _ perform: () async throws -> Effect.Record
    ) async throws -> Effect.Record {
      let record = try await perform()
      effects.withLock { _ = $0.insert(call) }
      return record
    }
  }
}
