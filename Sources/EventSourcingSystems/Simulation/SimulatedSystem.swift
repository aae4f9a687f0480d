import EventSourcing

/// The databases of a simulated system, which outlive all who take part.
struct SimulatedSystem: Sendable {
  let system: System
  let recorders: [String: InMemoryRecorder]

  /// What there is to be done, in the order of the system.
  let workerNames: [String]

  private let around: @Sendable (any Recorder) -> any Recorder

  init(_ system: System, around: @escaping @Sendable (any Recorder) -> any Recorder) async throws {
    self.system = system
    self.around = around
    recorders = Dictionary(uniqueKeysWithValues: system.applications.map { ($0.name, InMemoryRecorder()) })
    workerNames = try await HostedSystem(system) { _ in InMemoryRecorder() }.workers().map(\.name)
  }

  /// A worker that knows nothing yet, as a process has it that has just begun.
  func worker(_ index: Int, for participant: SimulatedParticipant) async throws -> any Worker {
    let hosted = try await HostedSystem(system) { name in try recorder(of: name, for: participant) }
    return try hosted.workers()[index]
  }

  /// An application as a caller has it.
  ///
  /// - Throws: `UnknownApplication`.
  func application(_ name: String, for participant: SimulatedParticipant) throws -> HostedApplication {
    guard let application = system.applications.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
      throw UnknownApplication(name: name, known: system.applications.map(\.name))
    }
    return HostedApplication(application, in: try recorder(of: name, for: participant))
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
    let hosted = try await HostedSystem(system) { name in recorders[name] ?? InMemoryRecorder() }
    for case let follower as Follower in try hosted.workers() {
      let newest = try await follower.upstream.log.newestPosition().id
      let position = try await follower.host.recorder.lastTracked(of: follower.trackingName)?.id ?? 0
      guard position == newest else { return .notAtEnd(worker: follower.name, position: position, newest: newest) }
    }
    return nil
  }
}
