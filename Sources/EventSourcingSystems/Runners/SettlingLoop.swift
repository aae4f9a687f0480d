import EventSourcing
import Foundation
import Synchronization

/// Has everything done that follows from what has been recorded, in one order, until there is nothing more.
final class SettlingLoop: Sendable {
  /// Whether this task is one in which something is settled.
  @TaskLocal private static var isSettling = false

  private let workers = Mutex<[any Worker]>([])

  /// Commands that come at once are settled one after the other.
  private let turns = Turns(patience: .seconds(600))
  private let turn = UUID()

  /// What is to be done, in its order.
  func add(_ workers: [any Worker]) {
    self.workers.withLock { $0 += workers }
  }

  /// Does all there is to do; within it, it does nothing, since that goes on by itself.
  ///
  /// - Returns: How many notifications and deadlines were dealt with.
  /// - Throws: What stops a worker; all that was done by then is recorded.
  @discardableResult
  func settle() async throws -> Int {
    guard !Self.isSettling else { return 0 }
    return try await turns.inTurn([turn]) {
      try await Self.$isSettling.withValue(true) { try await settleInTurn() }
    }
  }

  private func settleInTurn() async throws -> Int {
    let workers = workers.withLock { $0 }
    var count = 0
    var idle = 0
    var next = 0
    // It has settled when each in turn has found nothing.
    while idle < workers.count {
      try Task.checkCancellation()
      let dealt = try await Self.workOff(workers[next])
      count += dealt
      idle = dealt > 0 ? 0 : idle + 1
      next = (next + 1) % workers.count
    }
    return count
  }

  /// Has a worker do all that it can do now.
  private static func workOff(_ worker: any Worker) async throws -> Int {
    var count = 0
    while true {
      switch try await worker.step() {
      case .dealt(let some): count += some
      case .moved: continue
      case .waitsForOthers, .nothing: return count
      }
    }
  }
}
