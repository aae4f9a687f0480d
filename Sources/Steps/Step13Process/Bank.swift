public import Foundation
private import Synchronization

/// A provider for the story, which fails when it is told to.
public final class Bank: PaymentProvider {
  struct ConnectionLost: Error, CustomStringConvertible {
    let description = "The connection to the bank was lost."
  }

  struct UnreadableCard: Error, CustomStringConvertible {
    let description = "The bank cannot read this card."
  }

  /// What goes wrong at the bank.
  enum Trouble: Hashable {
    /// The next answer does not arrive, though the money is taken.
    case losesAnswer
    case cannotReadCards

    /// Its customers have to say yes, and do not.
    case asksCustomers
  }

  private struct State {
    var answers: [UUID: ChargeAnswer] = [:]
    var calls = 0
    var trouble: Trouble?
  }

  private let state = Mutex(State())

  public init() {}

  /// How often it was asked, and how often it has taken money.
  var counts: (calls: Int, taken: Int) {
    state.withLock { state in (state.calls, state.answers.values.count { $0 != .awaited }) }
  }

  func have(_ trouble: Trouble?) {
    state.withLock { $0.trouble = trouble }
  }

  public func take(_ charge: Charge, key: UUID) async throws -> ChargeAnswer {
    try state.withLock { state in
      state.calls += 1
      // It knows the key: the money is not taken again.
      if let answer = state.answers[key] { return answer }
      if state.trouble == .cannotReadCards { throw UnreadableCard() }
      let answer: ChargeAnswer =
        state.trouble == .asksCustomers ? .awaited : .taken(receipt: "\(charge.cents) cents")
      state.answers[key] = answer
      guard state.trouble != .losesAnswer else {
        state.trouble = nil
        throw ConnectionLost()
      }
      return answer
    }
  }
}
