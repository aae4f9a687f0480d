/// Which shape a snapshot has, and by which fold it was made: 1, 2, 3 and so on.
///
/// It is a type of its own, since a snapshot has a number of events, too, and one must not be taken for the other.
public struct SnapshotVersion: Hashable, Sendable {
  public let number: Int

  public init(_ number: Int) {
    self.number = number
  }

  /// The one before; `nil` if this is the first.
  var before: SnapshotVersion? { number > 1 ? SnapshotVersion(number - 1) : nil }
}

extension SnapshotVersion: ExpressibleByIntegerLiteral {
  public init(integerLiteral number: Int) {
    self.init(number)
  }
}

extension SnapshotVersion: CustomStringConvertible {
  public var description: String { "\(number)" }
}
