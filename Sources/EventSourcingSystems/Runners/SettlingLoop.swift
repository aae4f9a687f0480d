import EventSourcing
import Foundation
import Synchronization

/// Has everything done that follows from what has been recorded, in one order, until there is nothing more.
///
/// Only those look for work who follow an application in which something has happened: a prompt is put into a queue for
/// each, and who settles works the queue off.
final class SettlingLoop: Sendable {
  private struct State {
    var workers: [HostedWorker] = []

    /// The numbers of the workers that follow an application.
    var followers: [ExactText: [Int]] = [:]

    /// The numbers of those that watch the deadlines of an application.
    var watchers: [ExactText: [Int]] = [:]

    var prompted = PromptQueue()

    mutating func prompt(_ numbers: [ExactText: [Int]], of application: String) {
      for number in numbers[ExactText(application), default: []] { prompted.append(number) }
    }
  }

  private let state = Mutex(State())

  /// Those who settle at once do so one after the other, and each until all is done that was recorded before it began.
  private let turns = Turns(patience: .seconds(600))
  private let turn = UUID()

  /// All whom it has do what there is.
  var all: [HostedWorker] { state.withLock { $0.workers } }

  /// What is to be done, in its order.
  func add(_ workers: [HostedWorker]) {
    state.withLock { state in
      for worker in workers {
        let number = state.workers.count
        state.workers.append(worker)
        if let upstream = worker.upstream {
          state.followers[ExactText(upstream), default: []].append(number)
        } else {
          state.watchers[ExactText(worker.application), default: []].append(number)
        }
      }
    }
  }

  /// Has all done that follows from what may have been recorded in an application; within a reaction, an effect or a
  /// subscriber that this loop has called it does nothing, since that goes on by itself.
  ///
  /// - Throws: What has stopped a worker, the first if several were; all others have done what there was to do.
  func settle(after application: String) async throws {
    let isSettling = state.withLock { state in
      state.prompt(state.followers, of: application)
      // Under one lock with the end of a run: either that still sees the prompts, or it is over.
      return SettlingRun.current(of: self).map { !$0.isOver } ?? false
    }
    if !isSettling { try await settleInTurn(watchingDeadlines: false) }
  }

  /// Does all there is to do, whoever has recorded it, and has deadlines pass.
  ///
  /// - Returns: How many notifications and deadlines were dealt with.
  /// - Throws: As after a command.
  @discardableResult
  func settle() async throws -> Int {
    let isSettling = state.withLock { state in
      for number in state.workers.indices { state.prompted.append(number) }
      return SettlingRun.current(of: self).map { !$0.isOver } ?? false
    }
    return isSettling ? 0 : try await settleInTurn(watchingDeadlines: true)
  }

  @discardableResult
  private func settleInTurn(watchingDeadlines: Bool) async throws -> Int {
    try await turns.inTurn([turn]) {
      let run = SettlingRun(of: self)
      return try await SettlingRun.$current.withValue(run) {
        try await workOff(run, watchingDeadlines: watchingDeadlines)
      }
    }
  }

  private func workOff(_ run: SettlingRun, watchingDeadlines: Bool) async throws -> Int {
    var count = 0
    /// Those who wait until another has come further, and those who have failed: they look again next time.
    var waiting: [Int] = []
    var failed: [Int] = []
    var first: (any Error)?
    defer { end(run, prompting: failed + waiting) }
    while let (number, hosted) = next(endingIfNone: run) {
      var done = Done()
      do {
        try await workOff(hosted.worker, &done)
      } catch {
        failed.append(number)
        first = first ?? WorkerFailed.naming(hosted.worker, error)
      }
      count += done.dealt
      if done.hasMoved {
        prompt(hosted, hasDealt: done.dealt > 0, watchingDeadlines: watchingDeadlines, and: waiting)
        waiting = []
      }
      if done.isWaiting { waiting.append(number) }
      if let first, first is CancellationError { throw first }
    }
    if let first { throw first }
    return count
  }

  private func next(endingIfNone run: SettlingRun) -> (Int, HostedWorker)? {
    state.withLock { state in
      guard let number = state.prompted.popFirst() else {
        run.end()
        return nil
      }
      return (number, state.workers[number])
    }
  }

  private func prompt(_ worker: HostedWorker, hasDealt: Bool, watchingDeadlines: Bool, and waiting: [Int]) {
    state.withLock { state in
      if hasDealt {
        state.prompt(state.followers, of: worker.application)
        if watchingDeadlines { state.prompt(state.watchers, of: worker.application) }
      }
      for number in waiting { state.prompted.append(number) }
    }
  }

  private func end(_ run: SettlingRun, prompting numbers: [Int]) {
    state.withLock { state in
      run.end()
      for number in numbers { state.prompted.append(number) }
    }
  }

  /// What a worker has done.
  private struct Done {
    var dealt = 0
    var hasMoved = false
    var isWaiting = false
  }

  /// Has a worker do all that it can do now.
  private func workOff(_ worker: any Worker, _ done: inout Done) async throws {
    while true {
      try Task.checkCancellation()
      switch try await worker.step() {
      case .dealt(let some):
        done.dealt += some
        done.hasMoved = true
      case .moved: done.hasMoved = true
      case .waitsForOthers:
        done.isWaiting = true
        return
      case .nothing: return
      }
    }
  }
}
