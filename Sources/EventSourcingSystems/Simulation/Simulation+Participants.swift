import EventSourcing

extension Simulation {
  /// So long a worker waits at most before it looks by itself.
  private static let longestWait = Duration.seconds(5)

  /// Lets all workers begin, some of them twice, and all callers.
  func begin() {
    for worker in simulated.workerNames.indices {
      addWorker(worker, instance: 0)
      if faults.kinds.contains(.secondWorker), Bool.random(using: &random) {
        counts[.secondWorker, default: 0] += 1
        addWorker(worker, instance: 1)
      }
    }
    for command in commands.indices { addCaller(command, attempt: 0, after: 200_000) }
  }

  private func addWorker(_ worker: Int, instance: Int, incarnation: Int = 0) {
    let name = simulated.workerNames[worker] + Self.mark(instance, incarnation)
    let participant = SimulatedParticipant(number: participants.count, stage: stage)
    let task = participant.start(on: executor, at: moment(within: 50_000)) { [simulated] in
      let worker = try await Self.patiently { try await simulated.worker(worker, for: participant) }
      while true { try await Self.patiently { try await Self.workOn(worker) } }
    }
    participants.append(
      Participant(name: name, role: .worker(worker), instance: instance, incarnation: incarnation, task: task))
  }

  /// Has a caller give a command, at some time soon.
  func addCaller(_ number: Int, attempt: Int, after most: Int = 50_000) {
    let command = commands[number]
    let participant = SimulatedParticipant(number: participants.count, stage: stage)
    let task = participant.start(on: executor, at: moment(within: most)) { [simulated] in
      try await simulated.application(command.application, for: participant).perform(command.body)
    }
    participants.append(
      Participant(
        name: command.name + Self.mark(attempt, 0), role: .caller(number), instance: attempt, incarnation: 0, task: task
      )
    )
  }

  /// What tells apart several that do the same.
  private static func mark(_ instance: Int, _ incarnation: Int) -> String {
    (instance == 0 ? "" : " (\(instance + 1))") + String(repeating: "′", count: incarnation)
  }

  func moment(within most: Int) -> Int {
    stage.elapsed + .random(in: 0...most, using: &random)
  }

  /// Does what a runner does with a worker: all that there is to do, and then it waits for more.
  private static func workOn(_ worker: any Worker) async throws {
    switch try await worker.step() {
    case .dealt, .moved: break
    case .waitsForOthers, .nothing: try await worker.waitForWork(atMost: longestWait)
    }
  }

  /// Does something again, after a pause, as long as what is thrown may be over soon.
  private static func patiently<Result>(_ body: () async throws -> Result) async throws -> Result {
    while true {
      do {
        return try await body()
      } catch  where mayBeOverSoon(error) {
        try await Pace.current.sleep(for: .milliseconds(20))
      }
    }
  }

  /// Lets others take the places of those who have ended.
  ///
  /// - Throws: `SimulationFailed`, if one has ended for good.
  func replaceEnded() throws {
    defer { endings = [] }
    for ending in endings {
      let ended = participants[ending.participant]
      let isCrash = stage.isGone(ending.participant)
      switch ended.role {
      case .worker(let worker):
        guard isCrash else {
          throw failure(.stopped(worker: ended.name, ending.error ?? CancellationError()))
        }
        addWorker(worker, instance: ended.instance, incarnation: ended.incarnation + 1)
      case .caller(let command):
        guard let error = ending.error else {
          isDone[command] = true
          continue
        }
        guard isCrash || mayBeOverSoon(error) else { throw failure(.refused(command: ended.name, error)) }
        if !isDone[command] { addCaller(command, attempt: attempts(of: command)) }
      }
    }
  }

  /// How often a command was given.
  func attempts(of command: Int) -> Int {
    participants.count {
      guard case .caller(command) = $0.role else { return false }
      return true
    }
  }
}
