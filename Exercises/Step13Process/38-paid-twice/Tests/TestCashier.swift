import EventSourcing
import Exercise38
import Foundation
import Synchronization

/// A machine that pays, and fails when it is told to.
final class TestCashier: Cashier {
  struct NoAnswer: Error {}

  enum Trouble {
    /// It is switched off.
    case isOff

    /// It pays, and the answer is lost, once.
    case losesAnswer

    /// It does not pay anything.
    case refuses
  }

  private struct State {
    var trouble: Trouble?
    var answers: [UUID: CashierAnswer] = [:]
    var paid = 0
    var isAskedInTransaction = false
    var meanwhile: (@Sendable () async throws -> Void)?
  }

  private let state = Mutex(State())
  private let book: UnitsOfWork

  init() throws {
    book = UnitsOfWork(recorder: InMemoryRecorder(), catalog: try EventCatalog())
  }

  /// All that it has paid, in cents.
  var paid: Int { state.withLock { $0.paid } }
  var isAskedInTransaction: Bool { state.withLock { $0.isAskedInTransaction } }

  func have(_ trouble: Trouble?) {
    state.withLock { $0.trouble = trouble }
  }

  /// Has something happen while it is asked for the first time.
  func meanwhile(_ body: @escaping @Sendable () async throws -> Void) {
    state.withLock { $0.meanwhile = body }
  }

  func pay(_ cents: Int, key: UUID) async throws -> CashierAnswer {
    // It has a book of its own. In somebody else's transaction it cannot write there.
    do { try await book.perform { _ in } } catch is NestedUnitOfWork {
      state.withLock { $0.isAskedInTransaction = true }
    }
    if let meanwhile = state.withLock({ $0.meanwhile.take() }) {
      // In another program, which knows nothing of this one's transaction.
      try await Task.detached { try await meanwhile() }.value
    }
    return try state.withLock { state in
      if state.trouble == .isOff { throw NoAnswer() }
      if let answer = state.answers[key] { return answer }
      let answer: CashierAnswer =
        state.trouble == .refuses ? .refused(reason: "card not accepted") : .paid(receipt: "\(cents)")
      state.answers[key] = answer
      if state.trouble != .refuses { state.paid += cents }
      guard state.trouble != .losesAnswer else {
        state.trouble = nil
        throw NoAnswer()
      }
      return answer
    }
  }
}
