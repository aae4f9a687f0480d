public import Foundation

/// Whoever takes the money: somebody else's program, beyond any transaction of this one.
public protocol PaymentProvider: Sendable {
  /// Takes money for an order.
  ///
  /// - Parameters:
  ///   - charge: What is to be taken.
  ///   - key: The same whenever the same payment is asked for: it is taken once.
  func take(_ charge: Charge, key: UUID) async throws -> ChargeAnswer
}

/// What a provider is asked for.
public struct Charge: Hashable, Sendable {
  public let cents: Int

  public init(cents: Int) {
    self.cents = cents
  }
}

/// What a provider says.
public enum ChargeAnswer: Hashable, Sendable {
  case taken(receipt: String)

  /// The customer has to say yes to it first.
  case awaited
}
