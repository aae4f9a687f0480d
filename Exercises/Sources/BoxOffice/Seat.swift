/// A seat in the theatre.
public struct Seat: Hashable, Sendable, CustomStringConvertible {
  public let row: Int
  public let number: Int

  public init(row: Int, number: Int) {
    self.row = row
    self.number = number
  }

  public var description: String { "row \(row), seat \(number)" }
}
