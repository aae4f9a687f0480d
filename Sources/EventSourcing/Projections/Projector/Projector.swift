/// Keeps a view up with the logs that it is made of.
///
///     let projector = try Projector(sales, from: ["shop": LocalNotificationLog(recorder)], into: view)
///     try await projector.run()
///
/// Several may run for one view, in one process or in many: each notification takes effect once. `run()` fits a service
/// that is run until it is cancelled.
public struct Projector<V: View>: Sendable {
  /// A log and the name that its position is kept under.
  struct Upstream: Sendable {
    let name: String
    let log: any NotificationLog
  }

  public let projection: Projection<V>
  public let view: V
  public let options: ProjectorOptions

  let upstreams: [Upstream]

  /// Prompted after each change that this projector has made.
  let signal = NotificationSignal()

  /// Makes a projector, which does nothing before it is run.
  ///
  /// - Parameters:
  ///   - projection: What is to be made.
  ///   - logs: What it is made of, each under the name that its position is kept under, the same in every process.
  ///   - view: Where it is kept.
  ///   - options: What becomes of notifications that it cannot deal with, and how much is done at once.
  /// - Throws: `InvalidProjection`.
  public init(
    _ projection: Projection<V>, from logs: KeyValuePairs<String, any NotificationLog>, into view: V,
    options: ProjectorOptions = ProjectorOptions()
  ) throws(InvalidProjection) {
    guard ExactText(projection.name) == ExactText(view.name) else {
      throw .otherName(projection: projection.name, view: view.name)
    }
    guard !logs.isEmpty else { throw .noLogs(projection: projection.name) }
    var names: Set<ExactText> = []
    for (name, _) in logs {
      guard !name.isEmpty, (try? TrackingRecord.checkName(of: name)) != nil, names.insert(ExactText(name)).inserted
      else { throw .upstream(name) }
    }
    self.projection = projection
    self.view = view
    self.options = options
    upstreams = logs.map(Upstream.init)
  }

  /// Keeps the view up with its logs, and does the effects, until the task is cancelled.
  ///
  /// A view of an older version is made anew first, while that one answers. A database that is not to be had for a while
  /// is tried again, for as long as `ProjectorOptions.patience`.
  ///
  /// - Throws: `CancellationError`; `ProjectionFailed`, `ProjectionOutdated`, `LogReplaced`: a view that was made of another
  ///   log has to be made anew; `RecorderError`; what reading a log throws.
  public func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for upstream in upstreams { group.addTask { try await follow(upstream) } }
      if !projection.effects.isEmpty { group.addTask { try await performEffects() } }
      try await group.waitUntilOneFails()
    }
  }

  /// Brings the view up to what its logs have now, and does the effects so far, unless another process does those.
  ///
  /// - Throws: What `run()` throws; `RebuildUnderWay` if the view is of an older version and is being made anew.
  public func catchUp() async throws {
    _ = try await currentGeneration(waits: false)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for upstream in upstreams { group.addTask { try await catchUp(upstream) } }
      try await group.waitUntilOneFails()
    }
    if !projection.effects.isEmpty { try await performEffectsSoFar() }
  }

  /// The log of a name.
  ///
  /// - Throws: `NotFollowed`.
  func upstream(named name: String) throws(NotFollowed) -> Upstream {
    guard let upstream = upstreams.first(where: { ExactText($0.name) == ExactText(name) }) else {
      throw NotFollowed(projection: projection.name, upstream: name)
    }
    return upstream
  }
}

extension ThrowingTaskGroup<Void, any Error> {
  /// Waits for all tasks, or for the first that fails: those that never end by themselves would hide it.
  ///
  /// - Throws: What that one has thrown; whoever leaves the group by it cancels the others.
  mutating func waitUntilOneFails() async throws {
    while try await next() != nil {}
  }
}
