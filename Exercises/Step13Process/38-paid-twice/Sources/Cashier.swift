public import Foundation

/// Who pays money out: a machine in the foyer, beyond any transaction of the box office.
public protocol Cashier: Sendable {
  /// Pays money out to a customer.
  ///
  /// - Parameters:
  ///   - cents: How much.
  ///   - key: The same key is the same payment: if it was paid before, the answer is given again and no money.
  /// - Throws: An error, if the machine does not answer. It may have paid.
  func pay(_ cents: Int, key: UUID) async throws -> CashierAnswer
}

public enum CashierAnswer: Hashable, Sendable {
  case paid(receipt: String)

  /// It does not pay this, and will not.
  case refused(reason: String)
}
