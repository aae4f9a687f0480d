/// No log has a position before its beginning, which is 0.
public struct ImpossiblePosition: Error, Hashable, CustomStringConvertible {
  public let id: Int

  public init(id: Int) {
    self.id = id
  }

  public var description: String {
    "A log is read from 0, its beginning, or after a later notification, not after \(id)."
  }
}
