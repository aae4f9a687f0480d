public import EventSourcing
public import Foundation
private import Synchronization

/// A recorder around another one, which counts the items that are read of sequences.
public final class CountingReads: ForwardingRecorder {
  public let inner: any Recorder
  private let count = Mutex(0)

  public init(_ inner: any Recorder) {
    self.inner = inner
  }

  /// The number of items that were read since it was last asked.
  public func countSinceAsked() -> Int {
    count.withLock { count in
      defer { count = 0 }
      return count
    }
  }

  public func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    counted(try await inner.items(of: sequenceID, where: query))
  }

  public func notifications(of sequenceID: UUID, where query: PositionQuery) async throws -> [ItemNotification] {
    counted(try await inner.notifications(of: sequenceID, where: query))
  }

  private func counted<Item>(_ items: [Item]) -> [Item] {
    count.withLock { $0 += items.count }
    return items
  }
}
