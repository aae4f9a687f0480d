import EventSourcing
import Foundation
import Synchronization

/// A recorder that counts what is asked of it, and whose appends fail where a test tells it to.
final class FaultyRecorder: ForwardingRecorder {
  enum Fault: Sendable {
    /// The database is not to be had: nothing is recorded.
    case before

    /// The connection is lost with the commit, which has been done.
    case after

    /// So it is, but the commit has not been done.
    case instead
  }

  let inner: any Recorder

  /// What becomes of the next appends, one after the other.
  private let faults: Mutex<[Fault?]>

  private let counts = Mutex((appends: [AppendRequest](), trackingReads: 0, reads: 0))

  init(_ inner: any Recorder, faults: [Fault?] = []) {
    self.inner = inner
    self.faults = Mutex(faults)
  }

  /// What was recorded.
  var appends: [AppendRequest] { counts.withLock { $0.appends } }

  /// How often it was asked how far an upstream was dealt with.
  var trackingReads: Int { counts.withLock { $0.trackingReads } }

  /// How often it was asked for items of a sequence.
  var reads: Int { counts.withLock { $0.reads } }

  func fail(_ next: [Fault?]) {
    faults.withLock { $0 = next }
  }

  func append(_ request: AppendRequest) async throws -> [Int] {
    let fault = faults.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    if fault == .before { throw RecorderError(.unavailable, "The connection is lost.") }
    if fault == .instead { throw RecorderError(.unknownOutcome, "The connection is lost.") }
    let ids = try await inner.append(request)
    counts.withLock { $0.appends.append(request) }
    if fault == .after { throw RecorderError(.unknownOutcome, "The connection is lost.") }
    return ids
  }

  func lastTracked(of upstream: String) async throws -> LogPosition? {
    counts.withLock { $0.trackingReads += 1 }
    return try await inner.lastTracked(of: upstream)
  }

  func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    counts.withLock { $0.reads += 1 }
    return try await inner.items(of: sequenceID, where: query)
  }
}
