public import EventSourcing
public import Foundation
private import Synchronization

/// A recorder in memory on which somebody else is quicker: so a race goes the same way on each run.
///
/// A rival acts after you have read and before your append is recorded, once for each append.
public final class ContestedRecorder: ForwardingRecorder {
  public typealias Rival = @Sendable (any Recorder) async throws -> Void

  private struct State {
    var rivals: [Rival] = []
    var (reads, appends) = (0, 0)
  }

  private let recorder = InMemoryRecorder()
  public var inner: any Recorder { recorder }
  private let state = Mutex(State())

  public init() {}

  /// Lets a rival come before the next append that none comes before yet.
  public func letComeFirst(_ rival: @escaping Rival) {
    state.withLock { $0.rivals.append(rival) }
  }

  /// How often a sequence was read.
  public var reads: Int { state.withLock { $0.reads } }

  /// How often an append was tried.
  public var appends: Int { state.withLock { $0.appends } }

  @discardableResult
  public func append(_ request: AppendRequest) async throws -> [Int] {
    let rival = state.withLock { state in
      state.appends += 1
      return state.rivals.isEmpty ? nil : state.rivals.removeFirst()
    }
    try await rival?(recorder)
    return try await recorder.append(request)
  }

  public func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    state.withLock { $0.reads += 1 }
    return try await recorder.items(of: sequenceID, where: query)
  }
}
