import EventSourcing
import Foundation
import Testing

@Suite("The outcome of an append that nobody knew")
struct AppendOutcomeTests {
  private static let request = Result {
    let ids = IDGenerator.counting()
    return try AppendRequest((0..<4).map { _ in SequencedItem.sample(ids.next(), at: 0) })
  }

  @Test func `is told as it is though it is stored while it is looked for`() async throws {
    let recorder = LateRecorder(late: try Self.request.get())
    #expect(try await recorder.outcome(of: recorder.late) == .stored([1, 2, 3, 4]))
  }

  @Test func `is not another's that has stored a part of the same`() async throws {
    let (request, memory) = (try Self.request.get(), InMemoryRecorder())
    try await memory.append([request.items[2]])
    #expect(try await memory.outcome(of: request) == .takenByOthers)
  }
}

/// A recorder that stores something when the first sequence has been read, and found empty.
private final class LateRecorder: ForwardingRecorder {
  let inner: any Recorder = InMemoryRecorder()
  let late: AppendRequest

  init(late: AppendRequest) {
    self.late = late
  }

  func notifications(of sequenceID: UUID, where query: PositionQuery) async throws -> [ItemNotification] {
    let found = try await inner.notifications(of: sequenceID, where: query)
    _ = try? await inner.append(late)
    return found
  }
}
