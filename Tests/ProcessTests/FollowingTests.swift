import EventSourcing
import Foundation
import ProcessSupport
import Synchronization
import Testing
import append_worker

@Suite("A reader that follows eight processes", .timeLimit(.minutes(5)))
struct FollowingTests {
  private static let writers = 8

  @Test(arguments: zip(SharedBackend.allCases, [40_000, 104_000]))
  func `misses nothing`(_ backend: SharedBackend, _ items: Int) async throws {
    try await backend.withDatabase { own, children in
      let recorder = try await own.recorder()
      let hasEnded = Atomic(false)
      async let following = follow(recorder) { hasEnded.load(ordering: .sequentiallyConsistent) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<Self.writers {
          group.addTask {
            let load = ["load", "\(writer)", "\(items / Self.writers)"]
            let (ending, _, errors) = try await run("append-worker", load + children.arguments)
            #expect(ending == .exited(0), "\(errors)")
          }
        }
        try await group.waitForAll()
      }
      hasEnded.store(true, ordering: .sequentiallyConsistent)
      let followed = try await following
      let all = try await recorder.notifications(after: 0, limit: .max).map(\.id)
      #expect(all.count == items)
      #expect(Set(all).subtracting(followed).count == 0, "missed")
      #expect(followed == all)
      try await recorder.close()
    }
  }

  private func follow(_ recorder: any Recorder, until hasEnded: () -> Bool) async throws -> [Int] {
    var seen: [Int] = []
    while true {
      try Task.checkCancellation()
      let isOver = hasEnded()
      let next = try await recorder.notifications(after: seen.last ?? 0, limit: 1_000).map(\.id)
      seen += next
      if isOver && next.isEmpty { return seen }
    }
  }
}
