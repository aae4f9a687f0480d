/// Who sees to it when an effect is done, and knows of each: a runner that simulates.
protocol EffectWitness: Sendable {
  /// Has an effect done.
  ///
  /// - Throws: What doing it throws; what the witness has happen instead of it.
  func witness(_ call: EffectCall, _ perform: () async throws -> Effect.Record) async throws -> Effect.Record
}

enum EffectWitnesses {
  /// The one of this task; mostly there is none.
  @TaskLocal static var current: (any EffectWitness)?

  /// Has an effect done under the eyes of the witness, if there is one.
  ///
  /// - Throws: What doing it throws; what the witness has happen instead of it.
  static func witnessing(
    _ call: EffectCall, _ perform: () async throws -> Effect.Record
  ) async throws -> Effect.Record {
    guard let current else { return try await perform() }
    return try await current.witness(call, perform)
  }
}
