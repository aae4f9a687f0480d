import EventSourcing
import Foundation
import Testing

@Suite("A recorder that is to be closed after a body")
struct ClosingTests {
  private struct Failed: Error {}

  private func isClosed(_ recorder: any Recorder) async -> Bool {
    do {
      _ = try await recorder.items(of: UUID())
      return false
    } catch {
      return error as? RecorderError == .closed
    }
  }

  @Test func `is open in the body and closed when it returned`() async throws {
    let recorder = InMemoryRecorder()
    let wasClosed = try await recorder.closing { await isClosed(recorder) }
    #expect(!wasClosed)
    #expect(await isClosed(recorder))
  }

  @Test func `is closed when the body throws, and passes its error on`() async {
    let recorder = InMemoryRecorder()
    await #expect(throws: Failed.self) { try await recorder.closing { throw Failed() } }
    #expect(await isClosed(recorder))
  }
}
