import EventSourcing
import Foundation
import Synchronization

/// How many calls the recorders of a run may get together, so that one that would never end does.
final class CallBound: Sendable {
  let most: Int
  private let counted = Mutex(0)

  init(_ most: Int) {
    self.most = most
  }

  /// Whether there were more.
  var isExceeded: Bool { counted.withLock { $0 > most } }

  /// - Throws: `EndlessCalls`.
  func count() throws {
    let isAllowed = counted.withLock { count in
      count = count.plus(1)
      return count <= most
    }
    guard isAllowed else { throw EndlessCalls() }
  }
}

/// A recorder got more calls than it may get.
struct EndlessCalls: StoppingError {}

/// A recorder that gets so many calls only.
struct BoundedRecorder: ForwardingRecorder {
  let inner: any Recorder
  let bound: CallBound

  func append(_ request: AppendRequest) async throws -> [Int] {
    try bound.count()
    return try await inner.append(request)
  }

  func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    try bound.count()
    return try await inner.items(of: sequenceID, where: query)
  }

  func page(_ query: NotificationQuery) async throws -> NotificationPage {
    try bound.count()
    return try await inner.page(query)
  }
}
