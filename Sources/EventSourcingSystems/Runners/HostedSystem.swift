import EventSourcing

/// The applications of a system with their recorders, and what has to be done for them.
struct HostedSystem: Sendable {
  let system: System
  let applications: [HostedApplication]

  /// Opens the recorders, all or none.
  ///
  /// - Throws: What opening one throws.
  init(
    _ system: System, recorder: (_ application: String) async throws -> any Recorder,
    afterCommand: @escaping @Sendable () async throws -> Void = {}
  ) async throws {
    self.system = system
    var applications: [HostedApplication] = []
    do {
      for application in system.applications {
        let recorder = try await recorder(application.name)
        applications.append(
          HostedApplication(application, in: recorder, afterCommand: afterCommand))
      }
    } catch {
      for hosted in applications { try? await hosted.recorder.close() }
      throw error
    }
    self.applications = applications
  }

  /// - Throws: `UnknownApplication`.
  func application(_ name: String) throws(UnknownApplication) -> HostedApplication {
    guard let found = applications.first(where: { $0.application.name == name }) else {
      throw UnknownApplication(name: name, known: applications.map(\.application.name))
    }
    return found
  }

  /// Who follows whom, and who watches deadlines, in the order of the system.
  func workers() throws -> [any Worker] {
    try applications.flatMap { host in
      var workers: [any Worker] = try system.upstreams(of: host.application.name).map { upstream in
        Follower(host, of: Upstream(try application(upstream.name)))
      }
      if !host.application.deadlineReactions.isEmpty { workers.append(DeadlineWorker(host)) }
      return workers
    }
  }

  /// Closes all recorders, whatever happens to some of them.
  ///
  /// - Throws: What closing the first threw that could not be closed.
  func close() async throws {
    var first: (any Error)?
    for hosted in applications {
      do { try await hosted.recorder.close() } catch { first = first ?? error }
    }
    if let first { throw first }
  }
}
