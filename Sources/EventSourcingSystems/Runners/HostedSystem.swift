import EventSourcing

/// The applications of a system with their recorders, and what has to be done for them.
struct HostedSystem: Sendable {
  let system: System
  let applications: [HostedApplication]

  private let partitions: Partitions

  /// Opens the recorders, all or none.
  ///
  /// - Parameter afterCommand: Is called with the name of an application after each of its commands.
  /// - Throws: `InvalidPartitions`, `UnknownApplication`; what opening one throws.
  init(
    _ system: System, partitions: Partitions = 1, recorder: (_ application: String) async throws -> any Recorder,
    afterCommand: @escaping @Sendable (_ application: String) async throws -> Void = { _ in }
  ) async throws {
    try partitions.check(for: system)
    self.system = system
    self.partitions = partitions
    var applications: [HostedApplication] = []
    do {
      for application in system.applications {
        let recorder = try await recorder(application.name)
        let isFollowedInPartitions = system.followers(of: application.name).contains {
          partitions.count(of: $0.name) > 1
        }
        applications.append(
          HostedApplication(application, in: recorder, isFollowedInPartitions: isFollowedInPartitions) {
            try await afterCommand(application.name)
          })
      }
    } catch {
      for hosted in applications { try? await hosted.recorder.close() }
      throw error
    }
    self.applications = applications
  }

  /// - Throws: `UnknownApplication`.
  func application(_ name: String) throws(UnknownApplication) -> HostedApplication {
    let exact = ExactText(name)
    guard let found = applications.first(where: { ExactText($0.application.name) == exact }) else {
      throw UnknownApplication(name: name, known: applications.map(\.application.name))
    }
    return found
  }

  /// Who follows whom, and who watches deadlines, in the order of the system.
  ///
  /// - Throws: `PartitionsDiffer`; what reading into how many partitions the work is divided throws.
  func workers() async throws -> [HostedWorker] {
    var workers: [HostedWorker] = []
    for host in applications.map(\.forWorkers) {
      let name = host.application.name
      for upstream in system.upstreams(of: name) {
        let upstream = Upstream(try application(upstream.name))
        let division = try await host.division(of: upstream.name, into: partitions.count(of: name))
        for share in division.shares {
          let follower = Follower(host, of: upstream, share: share, in: division)
          workers.append(HostedWorker(worker: follower, application: name, follower: follower))
        }
      }
      if !host.application.deadlineReactions.isEmpty {
        workers.append(HostedWorker(worker: DeadlineWorker(host), application: name, follower: nil))
      }
    }
    return workers
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
