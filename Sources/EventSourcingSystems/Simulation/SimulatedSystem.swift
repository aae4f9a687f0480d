import EventSourcing

/// The databases of a simulated system, which outlive all who take part.
struct SimulatedSystem: Sendable {
  let system: System
  let partitions: Partitions
  let recorders: [String: InMemoryRecorder]

  /// What there is to be done, in the order of the system.
  let workerNames: [String]

  private let around: @Sendable (any Recorder) -> any Recorder

  /// - Throws: `InvalidPartitions`, `UnknownApplication`.
  init(
    _ system: System, partitions: Partitions, around: @escaping @Sendable (any Recorder) -> any Recorder
  ) async throws {
    self.system = system
    self.partitions = partitions
    self.around = around
    recorders = Dictionary(uniqueKeysWithValues: system.applications.map { ($0.name, InMemoryRecorder()) })
    workerNames = try await HostedSystem(system, partitions: partitions) { _ in InMemoryRecorder() }.workers()
      .map(\.worker.name)
  }

  /// So many calls of recorders a run may make: many times what it needs if it ends at all.
  func mostCalls(for commands: [SimulatedCommand]) -> Int {
    1_000.times(1 + commands.count + workerNames.count)
  }

  /// A worker that knows nothing yet, as a process has it that has just begun.
  func worker(_ index: Int, for participant: SimulatedParticipant) async throws -> any Worker {
    let hosted = try await HostedSystem(system, partitions: partitions) { name in
      try recorder(of: name, for: participant)
    }
    return try await hosted.workers()[index].worker
  }

  /// An application as a caller has it.
  ///
  /// - Throws: `UnknownApplication`.
  func application(_ name: String, for participant: SimulatedParticipant) throws -> HostedApplication {
    guard let application = system.application(name) else {
      throw UnknownApplication(name: name, known: system.applications.map(\.name))
    }
    let isFollowedInPartitions = system.followers(of: name).contains { partitions.count(of: $0.name) > 1 }
    return HostedApplication(
      application, in: try recorder(of: name, for: participant), isFollowedInPartitions: isFollowedInPartitions)
  }

  private func recorder(of name: String, for participant: SimulatedParticipant) throws -> any Recorder {
    guard let recorder = recorders[name] else {
      throw UnknownApplication(name: name, known: system.applications.map(\.name))
    }
    return around(SimulatedRecorder(inner: recorder, application: name, participant: participant))
  }

  /// The newest id of an application's log.
  func newestID(of application: String) async throws -> Int {
    try await recorders[application]?.newestPosition().id ?? 0
  }

  /// Looks whether each follower is at the end of what it follows.
  ///
  /// - Returns: What is not as it must be.
  /// - Throws: What reading in memory throws.
  func lagging() async throws -> SimulationFailed.Reason? {
    let hosted = try await HostedSystem(system, partitions: partitions) { name in
      recorders[name] ?? InMemoryRecorder()
    }
    for follower in try await hosted.workers().compactMap(\.follower) {
      let newest = try await follower.upstream.log.newestPosition().id
      let position = try await follower.readProgress().readUpTo.id
      guard position == newest else { return .notAtEnd(worker: follower.name, position: position, newest: newest) }
    }
    return nil
  }
}
