import EventSourcing

extension Simulation {
  /// So long after the rest what is written seldom is written, in microseconds.
  private static let untilWritten = 2 * SeldomWritten.longestUnwritten.microseconds

  /// Begins what comes next, if what there was is over.
  ///
  /// - Returns: Whether it has.
  func goToNextPhase() async throws -> Bool {
    switch phase {
    case .withFaults:
      if faultsLeft > 0, turns < mostTurns / 2, try await !hasSettled() { return false }
      for number in participants.indices { participants[number].pausedUntil = 0 }
      begin(.calm, after: 0)
    case .calm:
      guard try await hasSettled() else { return false }
      begin(.afterDeadlines, after: max(0, duration - stage.clockElapsed))
    case .afterDeadlines:
      guard try await hasSettled() else { return false }
      begin(.last, after: Self.untilWritten)
    case .last:
      guard try await hasSettled() else { return false }
      phase = .over
    case .over: break
    }
    return true
  }

  private func begin(_ next: Phase, after microseconds: Int) {
    phase = next
    stage.pass(microseconds)
    phaseStart = stage.elapsed
  }

  /// Whether all commands were done, and each worker has found nothing to do since all was recorded, and in this phase.
  private func hasSettled() async throws -> Bool {
    guard isDone.allSatisfy(\.self), participants.allSatisfy({ $0.hasEnded || $0.isWorker }) else { return false }
    let waiting = stage.waiting
    for number in participants.indices where !participants[number].hasEnded {
      guard let call = waiting.first(where: { $0.participant == number }), call.since >= phaseStart else {
        return false
      }
      guard case .wait(let id, let application) = call.call else { return false }
      guard try await simulated.newestID(of: application) <= id else { return false }
    }
    return true
  }
}

extension Simulation.Participant {
  fileprivate var isWorker: Bool {
    if case .worker = role { true } else { false }
  }
}
