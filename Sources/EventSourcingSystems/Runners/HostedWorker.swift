/// A worker of a system, and where it belongs.
struct HostedWorker: Sendable {
  let worker: any Worker

  /// The name of the application that it works for.
  let application: String

  /// What it follows; `nil` if it watches deadlines.
  let follower: Follower?

  /// The name of the application that it follows.
  var upstream: String? { follower?.upstream.name }
}
