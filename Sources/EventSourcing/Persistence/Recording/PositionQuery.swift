/// Which items of a sequence to read, and in which order.
///
/// All bounds that are given apply.
public struct PositionQuery: Hashable, Sendable {
  /// The direction in which a sequence is read.
  public enum Order: Hashable, Sendable {
    /// From the lowest position up.
    case forwards

    /// From the highest position down.
    case backwards
  }

  public var greaterThan: Int?
  public var atLeast: Int?
  public var lessThan: Int?
  public var atMost: Int?

  /// The largest number of items to read: all, unless given.
  public var limit: Int?

  public var order: Order

  public init(
    greaterThan: Int? = nil, atLeast: Int? = nil, lessThan: Int? = nil, atMost: Int? = nil,
    limit: Int? = nil, order: Order = .forwards
  ) {
    self.greaterThan = greaterThan
    self.atLeast = atLeast
    self.lessThan = lessThan
    self.atMost = atMost
    self.limit = limit
    self.order = order
  }

  /// All items, from the lowest position up.
  public static let all = PositionQuery()

  /// The lowest and the highest position that satisfy all bounds; `nil` if none can, or the limit allows none.
  public var bounds: ClosedRange<Int>? {
    if let limit, limit <= 0 { return nil }
    if greaterThan == .max || lessThan == .min { return nil }
    let low = max(atLeast ?? .min, greaterThan.map { $0 + 1 } ?? .min)
    let high = min(atMost ?? .max, lessThan.map { $0 - 1 } ?? .max)
    return low <= high ? low...high : nil
  }
}
