import EventSourcing

extension HostedApplication {
  /// How the work on an upstream is divided, as is recorded.
  ///
  /// - Throws: What reading it throws.
  func recordedDivision(of upstream: String) async throws -> Division {
    let registers = try repository(of: PartitionRegister.self)
    let id = PartitionRegister.id(of: upstream)
    guard try await registers.contains(id) else { return .undivided }
    let register = try await registers[id]
    return Division(partitions: register.partitions, generation: register.version, start: register.start)
  }

  /// How the work on an upstream is divided, for a worker that was given a number of partitions; recorded, if nothing
  /// was dealt with before.
  ///
  /// - Throws: `PartitionsDiffer`; what reading and recording it throws.
  func division(of upstream: String, into partitions: Int) async throws -> Division {
    while true {
      let recorded = try await recordedDivision(of: upstream)
      guard recorded.partitions != partitions else {
        let isBeingChanged = try await isRetired(recorded, of: upstream)
        guard !isBeingChanged else { throw differing(from: recorded, partitions, upstream, isBeingChanged: true) }
        return recorded
      }
      let tracked = try await recorder.lastTracked(of: upstream)
      if recorded.generation > 0 || tracked.map({ $0.id != Division.fence }) ?? false {
        throw differing(from: recorded, partitions, upstream)
      }
      do {
        try await divide(recorded, of: upstream, into: partitions, from: .beginning)
      } catch  where error is ConcurrencyError || error is AlreadyTracked {
        // Another one has been quicker: see what it has recorded.
        try Task.checkCancellation()
      }
    }
  }

  /// Whether the partitions of a division are retired: somebody has begun to change it.
  func isRetired(_ division: Division, of upstream: String) async throws -> Bool {
    guard division.generation > 0, let share = division.shares.first else { return false }
    let id = RetiredPartition.id(of: division.trackingName(of: share, in: upstream))
    return try await repository(of: RetiredPartition.self).contains(id)
  }

  /// Retires the partitions of a division: no worker deals with anything any more.
  ///
  /// - Throws: `ConcurrencyError` if another one has done so at the same time; what recording throws.
  func retire(_ division: Division, of upstream: String) async throws {
    try await recorded { unit in
      for share in division.shares {
        let name = division.trackingName(of: share, in: upstream)
        var partition = try RetiredPartition.create(.retired(partition: name), id: RetiredPartition.id(of: name))
        try await partition.save()
      }
    }
  }

  /// Records that the work on an upstream is divided into so many partitions from a position on, up to which all has
  /// been dealt with.
  ///
  /// - Throws: `ConcurrencyError`, `AlreadyTracked` if it is not divided as it was, or a worker has gone on meanwhile.
  func divide(_ old: Division, of upstream: String, into partitions: Int, from start: LogPosition) async throws {
    // The old worker of what was never divided asserts nothing; it finds its row moved.
    let fence =
      old.generation == 0
      ? TrackingRecord(upstream: upstream, from: start.id, to: LogPosition(id: Division.fence, log: start.log)) : nil
    let event = PartitionRegister.Event.divided(upstream: upstream, partitions: partitions, from: start)
    try await recorded(tracking: fence) { unit in
      let id = PartitionRegister.id(of: upstream)
      guard old.generation > 0 else {
        var register = try PartitionRegister.create(event, id: id)
        return try await register.save()
      }
      var register = try await unit.repository(of: PartitionRegister.self)[id]
      guard register.version == old.generation else {
        throw ConcurrencyError(sequenceID: id, position: old.generation, found: register.version)
      }
      try register.trigger(event)
      try await register.save()
    }
  }

  func differing(
    from recorded: Division, _ given: Int, _ upstream: String, isBeingChanged: Bool = false
  ) -> PartitionsDiffer {
    PartitionsDiffer(
      application: application.name, upstream: upstream, given: given, recorded: recorded.partitions,
      isBeingChanged: isBeingChanged)
  }
}
