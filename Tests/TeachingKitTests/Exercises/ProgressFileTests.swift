import EventSourcingTestKit
import Foundation
import TeachingKit
import Testing

@Suite("The file of progress")
struct ProgressFileTests {
  @Test func `has nothing in it before the first`() async throws {
    try await withFile { file in
      let (progress, setAside) = try file.load()
      #expect(progress == LearnerProgress())
      #expect(setAside == nil)
    }
  }

  @Test func `keeps what was changed`() async throws {
    try await withFile { file in
      try file.update {
        $0.hints[3] = 2
        $0.chosen = 7
      }
      let progress = try ProgressFile(file.url).load().progress
      #expect(progress.hints == [3: 2])
      #expect(progress.chosen == 7)
    }
  }

  @Test func `is set aside, never deleted, if it cannot be read`() async throws {
    try await withFile { file in
      try file.update { $0.hints[1] = 1 }
      try Data("{\"done\": ".utf8).write(to: file.url)
      let (progress, setAside) = try file.load()
      #expect(progress == LearnerProgress())
      #expect(try #require(setAside).text() == "{\"done\": ")
      try file.update { $0.hints[1] = 1 }
      #expect(try file.load().progress.hints == [1: 1])
    }
  }

  @Test func `loses no change when many are made at once`() async throws {
    try await withTemporaryFolder { folder in
      let file = ProgressFile(URL(filePath: folder).appending(path: "state.json"))
      DispatchQueue.concurrentPerform(iterations: 40) { _ in
        do {
          try file.update { progress in
            // Others get their turn between reading and writing, and must wait all the same.
            for _ in 0..<1000 { sched_yield() }
            progress.hints[1, default: 0] += 1
          }
        } catch {
          Issue.record(error)
        }
      }
      let hints = try file.load().progress.hints
      #expect(hints == [1: 40])
    }
  }

  @Test func `is whole for whoever reads it while it is written`() async throws {
    try await withTemporaryFolder { folder in
      let file = ProgressFile(URL(filePath: folder).appending(path: "state.json"))
      // Enough for a write to take a while.
      try file.update { progress in for number in 0..<3000 { progress.hints[number] = 0 } }
      let writer = Task.detached {
        for number in 0..<20 { try file.update { $0.hints[number] = 1 } }
      }
      let reader = Task.detached {
        var sizes: Set<Int> = []
        while try Data(contentsOf: file.url).range(of: Data(#""19" : 1"#.utf8)) == nil {
          sizes.insert(try Data(contentsOf: file.url).count)
        }
        return sizes
      }
      try await writer.value
      #expect(try await reader.value.subtracting([Data(contentsOf: file.url).count]).isEmpty)
    }
  }

  @Test func `is whole whenever its writer is killed`() async throws {
    try await withCopyOfExercises { copy in
      let file = ProgressFile(copy.folder.appending(path: ".kit/state.json"))
      var killed = 0
      for delay in 0..<40 {
        try file.update { $0.hints[1] = 0 }
        let writer = Task {
          var command = Command([kitProduct, "hint", "1"], in: copy.folder)
          command.stopSignal = SIGKILL
          return try await command.run()
        }
        // Each is killed a little later than the one before, some before they write, some after.
        try await Task.sleep(for: .milliseconds(2 * delay))
        writer.cancel()
        if case .failure = await writer.result { killed += 1 }
        let (progress, setAside) = try file.load()
        #expect(setAside == nil)
        #expect([0, 1].contains(progress.hints[1]))
      }
      #expect(killed > 0, "Nobody was killed, so nothing was tried.")
    }
  }

  private func withFile(_ body: (ProgressFile) throws -> Void) async throws {
    try await withTemporaryFolder { try body(ProgressFile(URL(filePath: $0).appending(path: "new/state.json"))) }
  }
}
