import EventSourcing

extension Follower {
  /// Runs a unit of work, in which the upstream is divided as this worker takes it to be.
  ///
  /// - Parameter isTrackedAlone: Whether the tracking record is stored also if there is nothing else to record.
  /// - Returns: Whether it was stored.
  /// - Throws: `PartitionsDiffer`; what a unit of work throws.
  func perform(
    tracking: TrackingRecord, isTrackedAlone: Bool = true, _ body: @Sendable (UnitOfWork) async throws -> Void
  ) async throws -> Bool {
    let assertions = division.assertions(of: share, in: upstream.name)
    do {
      let unit = try await host.recorded(tracking: tracking, isTrackedAlone: isTrackedAlone) { unit in
        for assertion in assertions { try unit.assert(assertion) }
        try await body(unit)
        return unit
      }
      return isTrackedAlone || !unit.isEmpty
    } catch let conflict as ConcurrencyError where assertions.contains(where: { $0.sequenceID == conflict.sequenceID })
    {
      throw try await dividedOtherwise()
    }
  }

  /// How far the share has come.
  ///
  /// - Throws: `PartitionsDiffer`; what reading it throws.
  func readProgress() async throws -> SeldomWritten {
    let stored = try await host.recorder.lastTracked(of: trackingName)
    if division.generation == 0, stored?.id == Division.fence { throw try await dividedOtherwise() }
    var progress = SeldomWritten(stored: stored ?? .beginning)
    progress.readUpTo = division.position(stored)
    return progress
  }

  /// Writes how far it has come, if that is not written yet.
  func writeProgress() async throws {
    let progress = try await progress()
    guard progress.readUpTo.id > max(progress.stored.id, division.start.id) else { return }
    do {
      try await deal(with: [], upTo: progress.readUpTo)
    } catch is AlreadyTracked {
      forget()
    }
  }

  private func dividedOtherwise() async throws -> PartitionsDiffer {
    let recorded = try await host.recordedDivision(of: upstream.name)
    return host.differing(
      from: recorded, division.partitions, upstream.name,
      isBeingChanged: try await host.isRetired(recorded, of: upstream.name))
  }
}
