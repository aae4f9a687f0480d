import EventSourcing

extension Simulation {
  /// A caller is that impatient only.
  private static let mostAttempts = 5

  /// What happens to who has its turn, and which fault that is; `nil` if it has to wait longer.
  func verdict(on waiting: SimulationStage.Waiting) -> (SimulatedVerdict, SimulatedFault?)? {
    // There are ten times as many other calls, so what matters most is struck more often.
    let fault = strike(waiting.call.isAppend ? 5 : 1) { applies($0, to: waiting) }
    switch fault {
    case .crashBefore: return (.endsBefore, fault)
    case .crashAfter: return (.endsAfterwards, fault)
    case .lostAcknowledgement: return (.failsAfterwards(Self.unknownOutcome), fault)
    case .lostRequest: return (.fails(Self.unknownOutcome), fault)
    case .failedRead: return (.fails(RecorderError(.unavailable, "The simulated database cannot be reached.")), fault)
    case .pause:
      let pause = Int.random(in: 1_000...300_000, using: &random)
      participants[waiting.participant].pausedUntil = stage.elapsed + pause
      remark(.pause, waiting.participant, "does nothing for \(pause / 1_000) ms")
      return nil
    case .clockForwards:
      moveClock(by: .random(in: 0...max(0, (duration - stage.clockElapsed) / 2), using: &random), .clockForwards)
    case .clockBackwards:
      moveClock(by: -Int.random(in: 0...2_000_000, using: &random), .clockBackwards)
    case .impatientCaller:
      guard case .caller(let command) = participants[waiting.participant].role else { break }
      remark(.impatientCaller, waiting.participant, "is given once more")
      addCaller(command, attempt: attempts(of: command))
    case .lostPrompt, .doubledPrompt, .latePrompt, .secondWorker, nil: break
    }
    return (.goesOn, nil)
  }

  private static let unknownOutcome = RecorderError(
    .unknownOutcome, "The simulated connection was lost during the commit.")

  /// The fault that happens now, if one does.
  private func strike(_ weight: Double, _ applies: (SimulatedFault) -> Bool) -> SimulatedFault? {
    guard phase == .withFaults, faultsLeft > 0, Double.random(in: 0..<1, using: &random) < faultiness * weight else {
      return nil
    }
    let fault = SimulatedFault.allCases.filter { faults.kinds.contains($0) && applies($0) }
      .randomElement(using: &random)
    if let fault {
      faultsLeft -= 1
      counts[fault, default: 0] += 1
    }
    return fault
  }

  private func applies(_ fault: SimulatedFault, to waiting: SimulationStage.Waiting) -> Bool {
    switch (fault, waiting.call) {
    case (.crashBefore, .begin), (.impatientCaller, .begin): return false
    case (.crashBefore, _), (.pause, _), (.clockForwards, _), (.clockBackwards, _): return true
    case (.crashAfter, .append), (.crashAfter, .effect), (.lostAcknowledgement, .append), (.lostRequest, .append),
      (.failedRead, .read):
      return true
    case (.impatientCaller, _):
      guard case .caller(let command) = participants[waiting.participant].role else { return false }
      return attempts(of: command) < Self.mostAttempts
    default: return false
    }
  }

  private func moveClock(by microseconds: Int, _ fault: SimulatedFault) {
    stage.moveClock(microseconds)
    stage.add(SimulatedStep(participant: "clock", fault: fault, remark: "moves by \(microseconds) µs"))
  }

  private func remark(_ fault: SimulatedFault, _ participant: Int, _ text: String) {
    stage.add(SimulatedStep(participant: participants[participant].name, fault: fault, remark: text))
  }
}

// MARK: - Prompts

extension Simulation {
  /// Tells those who wait that something was recorded in an application.
  func prompt(of application: String) async throws {
    let newest = try await simulated.newestID(of: application)
    for waiting in stage.waiting {
      guard case .wait(let id, application) = waiting.call, id < newest else { continue }
      let participant = waiting.participant
      switch strike(5, { [.lostPrompt, .doubledPrompt, .latePrompt].contains($0) }) {
      case .lostPrompt: remark(.lostPrompt, participant, "is not told of \(newest) in \(application)")
      case .latePrompt:
        remark(.latePrompt, participant, "is told late of \(newest) in \(application)")
        wake(participant, in: application, at: moment(within: 500_000))
      case .doubledPrompt:
        remark(.doubledPrompt, participant, "is told twice of \(newest) in \(application)")
        participants[participant].secondPrompts.append(application)
        wake(participant, in: application, at: stage.elapsed)
      default: wake(participant, in: application, at: moment(within: 3_000))
      }
    }
  }

  private func wake(_ participant: Int, in application: String, at time: Int) {
    stage.reschedule { waiting in
      guard waiting.participant == participant, case .wait(_, application) = waiting.call else { return nil }
      return min(waiting.readyAt, time)
    }
  }

  /// Wakes those who have been told twice, and wait again.
  func promptAgain() {
    for participant in participants.indices where !participants[participant].secondPrompts.isEmpty {
      for waiting in stage.waiting where waiting.participant == participant {
        guard case .wait(_, let application) = waiting.call,
          let index = participants[participant].secondPrompts.firstIndex(of: application)
        else { continue }
        participants[participant].secondPrompts.remove(at: index)
        wake(participant, in: application, at: stage.elapsed)
      }
    }
  }
}

extension SimulatedCall {
  fileprivate var isAppend: Bool {
    if case .append = self { true } else { false }
  }
}
