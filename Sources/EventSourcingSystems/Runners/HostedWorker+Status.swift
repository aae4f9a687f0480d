import EventSourcing

extension HostedWorker {
  /// How far it has come.
  ///
  /// - Parameter looked: Up to where nothing concerned it when that was looked at last; moved on.
  /// - Throws: `LogReplaced`, `RecorderError`, and what reading the log throws.
  func status(from looked: inout LogPosition) async throws -> WorkerStatus {
    var progress: WorkerStatus.Progress?
    if let follower {
      let newest = try await follower.upstream.log.newestPosition()
      let position = try await follower.readProgress().readUpTo
      for reached in [position, follower.reached ?? position] where reached.id > looked.id { looked = reached }
      let isCaughtUp = try await follower.moveOverOthers(&looked, upTo: newest.id)
      progress = WorkerStatus.Progress(
        upstream: follower.upstream.name, share: follower.share, position: position, newest: newest,
        isCaughtUp: isCaughtUp, parked: try await OpenParkings(of: follower.upstream.name, in: follower.host).count)
    }
    let work = worker.underWay.map { work in
      WorkerStatus.Work(
        notificationID: work.notificationID, sequenceID: work.sequenceID, topic: work.topic, duration: .now - work.since
      )
    }
    return WorkerStatus(name: worker.name, application: application, progress: progress, work: work)
  }
}

extension [HostedWorker] {
  func status() async throws -> [WorkerStatus] {
    var all: [WorkerStatus] = []
    for worker in self {
      var looked = LogPosition.beginning
      all.append(try await worker.status(from: &looked))
    }
    return all
  }
}

extension Follower {
  /// Moves a position over what does not concern this share, and sees to it that the log is the one of the position.
  ///
  /// - Returns: Whether it has come to an id.
  /// - Throws: `LogReplaced`; what reading the log throws.
  fileprivate func moveOverOthers(_ position: inout LogPosition, upTo id: Int) async throws -> Bool {
    repeat {
      // Also where it has come so far: a log that was made anew may have come to the id again, with something else.
      let page = try await upstream.log.page(NotificationQuery(after: position, limit: 100, filter: filter))
      if let next = page.notifications.first(where: { share.contains($0.item.sequenceID) }), next.id <= id {
        return false
      }
      if position.id >= id || page.readUpTo.id >= id { return true }
      if page.isAtEnd { return false }
      position = page.readUpTo
    } while true
  }
}
