import EventSourcing
public import Foundation

/// One of so many equal shares of a follower's work: a partition.
///
/// Sequences are divided by their ids, so that all of one aggregate is dealt with by one share, in order.
public struct Share: Hashable, Sendable {
  /// Which, from 0.
  public let number: Int

  /// Of how many.
  public let count: Int

  /// All of it.
  public static let whole = Share(0, of: 1)

  public init(_ number: Int, of count: Int) {
    self.number = number
    self.count = count
  }

  /// Whether a sequence is in it.
  public func contains(_ sequenceID: UUID) -> Bool {
    guard count > 1 else { return true }
    var hash = FNV1a()
    withUnsafeBytes(of: sequenceID.uuid) { hash.mix($0) }
    return Int(hash.hash % UInt64(count)) == number
  }
}
