import EventSourcing

/// Looks again and again whether the followers of a system have dealt with all there is.
struct SettledWait {
  private let followers: [HostedWorker]

  /// Up to where nothing concerned each of them.
  private var looked: [LogPosition]

  init(_ workers: [HostedWorker]) {
    followers = workers.filter { $0.follower != nil }
    looked = followers.map { _ in .beginning }
  }

  /// - Returns: Who is behind.
  /// - Throws: `LogReplaced`, `RecorderError`, and what reading a log throws.
  mutating func look() async throws -> [WorkerStatus] {
    var seen: [WorkerStatus] = []
    for (index, follower) in followers.enumerated() { seen.append(try await follower.status(from: &looked[index])) }
    let behind = seen.filter { $0.progress?.isCaughtUp != true }
    guard behind.isEmpty else { return behind }
    // They were looked at one after the other. If no log has grown since the first was, all of them had nothing to do
    // in the moment of the last; else one may have caused something for another that had been looked at before.
    var grown: [WorkerStatus] = []
    for (status, follower) in zip(seen, followers) {
      guard let log = follower.follower?.upstream.log, let newest = status.progress?.newest else { continue }
      if try await log.newestPosition().id != newest.id { grown.append(status) }
    }
    return grown
  }
}
