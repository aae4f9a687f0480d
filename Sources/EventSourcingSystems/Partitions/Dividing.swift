import EventSourcing

/// Changes into how many partitions an application divides its work on one upstream.
struct Dividing {
  /// So often the partitions are brought to one place, if others move them on.
  private static let attempts = 10

  let host: HostedApplication
  let upstream: Upstream

  func divide(into partitions: Int) async throws {
    let old = try await host.recordedDivision(of: upstream.name)
    let isRetired = try await host.isRetired(old, of: upstream.name)
    guard old.partitions != partitions || isRetired else { return }
    if old.generation == 0 {
      try await divide(undivided: old, into: partitions)
    } else {
      // What can fail in the application's own code does so before anything is retired.
      if !isRetired {
        _ = try await broughtToOnePlace(old)
        try await host.retire(old, of: upstream.name)
      }
      var ending = old
      ending.isEnding = true
      guard let place = try await broughtToOnePlace(ending) else { throw try await apart(old) }
      try await host.divide(old, of: upstream.name, into: partitions, from: place)
    }
  }

  /// There is one row, which is moved on only from where it is.
  private func divide(undivided: Division, into partitions: Int) async throws {
    for _ in 0..<Self.attempts {
      guard let place = try await broughtToOnePlace(undivided) else { continue }
      do {
        return try await host.divide(undivided, of: upstream.name, into: partitions, from: place)
      } catch is AlreadyTracked {
        continue
      }
    }
    throw try await apart(undivided)
  }

  /// Deals with all there is now, in all partitions.
  ///
  /// - Returns: Where they stand; `nil` if others have moved some of them on, again and again.
  private func broughtToOnePlace(_ division: Division) async throws -> LogPosition? {
    for _ in 0..<Self.attempts {
      let place = try await upstream.log.newestPosition()
      let log = Upstream(upstream.name, catalog: upstream.catalog, log: LogUpTo(log: upstream.log, end: place))
      let followers = division.shares.map { Follower(host, of: log, share: $0, in: division) }
      try await workOff(followers)
      for follower in followers { try await follower.writeProgress() }
      let positions = try await positions(division)
      if positions.allSatisfy({ $0.id == place.id }) { return positions[0] }
    }
    return nil
  }

  /// Has some workers do all that they can do, each in turn, since one may wait for the other.
  private func workOff(_ followers: [Follower]) async throws {
    var idle = 0
    var next = 0
    while idle < followers.count {
      try Task.checkCancellation()
      var isIdle = true
      while true {
        let step = try await followers[next].step()
        guard step != .nothing, step != .waitsForOthers else { break }
        isIdle = false
      }
      idle = isIdle ? idle + 1 : 0
      next = (next + 1) % followers.count
    }
  }

  private func positions(_ division: Division) async throws -> [LogPosition] {
    var positions: [LogPosition] = []
    for share in division.shares {
      let name = division.trackingName(of: share, in: upstream.name)
      positions.append(division.position(try await host.recorder.lastTracked(of: name)))
    }
    return positions
  }

  private func apart(_ division: Division) async throws -> PartitionsApart {
    PartitionsApart(
      application: host.application.name, upstream: upstream.name, positions: try await positions(division).map(\.id))
  }
}
