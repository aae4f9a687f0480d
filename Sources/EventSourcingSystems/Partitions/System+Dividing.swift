public import EventSourcing

extension System {
  /// Divides an application's work into another number of partitions, which all programs are given from then on.
  ///
  /// It first has the application deal with all there is, so that all partitions of an upstream stand at one place.
  /// Stop the workers before: one that goes on is refused as soon as the change begins. Stopped in the middle, it is
  /// done again, and then ends what was begun.
  ///
  /// - Parameters:
  ///   - name: The name of the application.
  ///   - partitions: From 1 to 1 024.
  ///   - recorder: Opens the recorder of an application, by its name; all of the system are opened, and closed in the
  ///     end.
  /// - Throws: `UnknownApplication`, `InvalidPartitions`; `PartitionsApart`; `ReactionFailed`, and what else a worker
  ///   throws; what opening a recorder throws.
  public func divide(
    _ name: String, into partitions: Int, recorder: (_ application: String) async throws -> any Recorder
  ) async throws {
    try InvalidPartitions.check(partitions, application: name)
    let hosted = try await HostedSystem(self, recorder: recorder)
    let outcome: Result<Void, any Error>
    do {
      let host = try hosted.application(name)
      for upstream in upstreams(of: name) {
        try await Dividing(host: host, upstream: Upstream(hosted.application(upstream.name))).divide(into: partitions)
      }
      outcome = .success(())
    } catch {
      outcome = .failure(error)
    }
    // What has gone wrong before is more than what closing says.
    do { try await hosted.close() } catch  where (try? outcome.get()) != nil { throw error }
    try outcome.get()
  }
}
