public import EventSourcing
public import Foundation
private import Synchronization

/// A recorder in memory that counts the items that are read of sequences.
public final class CountingRecorder: ForwardingRecorder {
  private let recorder = InMemoryRecorder()
  public var inner: any Recorder { recorder }
  private let count = Mutex(0)

  public init() {}

  /// How many were read so far.
  public var itemsRead: Int { count.withLock { $0 } }

  public func item(of sequenceID: UUID, at position: Int) async throws -> SequencedItem? {
    let item = try await recorder.item(of: sequenceID, at: position)
    count.withLock { $0 += item == nil ? 0 : 1 }
    return item
  }

  public func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    counted(try await recorder.items(of: sequenceID, where: query))
  }

  public func notifications(of sequenceID: UUID, where query: PositionQuery) async throws -> [ItemNotification] {
    counted(try await recorder.notifications(of: sequenceID, where: query))
  }

  private func counted<Item>(_ items: [Item]) -> [Item] {
    count.withLock { $0 += items.count }
    return items
  }
}
