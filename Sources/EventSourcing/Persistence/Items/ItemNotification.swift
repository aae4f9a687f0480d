/// A recorded item and its place in the one sequence of all items that a recorder holds.
public struct ItemNotification: Hashable, Sendable {
  /// Where in the notification sequence: from 1 upwards, in the order of commits.
  ///
  /// There are gaps where items were deleted. A gap is never filled later.
  public let id: Int

  public let item: SequencedItem

  public init(id: Int, item: SequencedItem) {
    self.id = id
    self.item = item
  }
}
