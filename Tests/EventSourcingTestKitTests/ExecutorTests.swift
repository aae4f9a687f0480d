import Dispatch
import EventSourcing
import EventSourcingTestKit
import Foundation
import Testing

@Suite("The executor of a recorder", .timeLimit(.minutes(2)))
struct ExecutorTests {
  /// What a task has set here can be seen where it runs itself, and nowhere else.
  @TaskLocal private static var isCaller = false

  @Test(arguments: Backend.executing)
  func `has an append of a task on it committed within the call`(_ backend: Backend) async throws {
    try await backend.withExecutingRecorder { recorder in
      let seen = Seen()
      let append: @Sendable () async throws -> Void = {
        try await Self.$isCaller.withValue(true) {
          _ = try await recorder.append([item(UUID())]) { seen.add(Self.isCaller) }
        }
      }
      try await append()
      try await Task(executorPreference: recorder.executor) {
        try await append()
        try await append()
      }.value
      #expect(seen.values == [false, true, true])
    }
  }

  @Test(arguments: Backend.executing)
  func `leaves an actor free while what that appends is committed`(_ backend: Backend) async throws {
    try await backend.withExecutingRecorder { recorder in
      let (desk, hasAnswered) = (Desk(), Seen())
      try await Task(executorPreference: recorder.executor) { try await desk.append(to: recorder, hasAnswered) }.value
      #expect(hasAnswered.values == [true])
    }
  }

  @Test(arguments: Backend.executing)
  func `loses nothing of 64 tasks on it and 64 elsewhere`(_ backend: Backend) async throws {
    try await backend.withExecutingRecorder { recorder in
      let ids = try await withThrowingTaskGroup(of: [Int].self) { group in
        for number in 0..<128 {
          group.addTask(executorPreference: number.isMultiple(of: 2) ? recorder.executor : nil) {
            let id = UUID()
            var ids: [Int] = []
            for position in 0..<10 { ids += try await recorder.append([item(id, position)]) }
            #expect(try await recorder.items(of: id).map(\.position) == Array(0..<10))
            return ids
          }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(ids.sorted() == Array(1...1_280))
    }
  }

  @Test(arguments: Backend.executing)
  func `lets others append beside a task that does nothing else`(_ backend: Backend) async throws {
    try await backend.withExecutingRecorder { recorder in
      try await withThrowingTaskGroup(of: Int.self) { group in
        group.addTask(executorPreference: recorder.executor) {
          let id = UUID()
          var position = 0
          while !Task.isCancelled {
            do { try await recorder.append([item(id, position)]) } catch is CancellationError { break }
            position += 1
          }
          return position
        }
        let id = UUID()
        for position in 0..<20 { try await recorder.append([item(id, position)]) }
        let other = Task(executorPreference: recorder.executor) { try await recorder.append([item(UUID())]) }
        #expect(try await other.value.count == 1)
        group.cancelAll()
        let count = try await group.next()
        #expect(try await recorder.newestPosition().id == count.map { $0 + 21 })
      }
    }
  }

  @Test(arguments: Backend.executing)
  func `tells the true outcome of an append that is cancelled while it is committed`(_ backend: Backend) async throws {
    try await backend.withExecutingRecorder { recorder in
      let id = UUID()
      let (begun, begin) = AsyncStream.makeStream(of: Void.self)
      let gate = DispatchSemaphore(value: 0)
      let append = Task(executorPreference: recorder.executor) {
        try await recorder.append([item(id)]) {
          begin.finish()
          gate.wait()
        }
      }
      for await _ in begun {}
      append.cancel()
      gate.signal()
      let ids = try await append.value
      #expect(ids == [1])
      #expect(try await recorder.items(of: id).count == 1)
    }
  }

  @Test(arguments: Backend.executing)
  func `goes on running tasks when the recorder is closed, also by one of them`(_ backend: Backend) async throws {
    try await backend.withExecutingRecorder { recorder in
      let executor = recorder.executor
      try await Task(executorPreference: executor) {
        try await recorder.append([item(UUID())])
        try await recorder.close()
        await #expect(throws: RecorderError.closed) { try await recorder.append([item(UUID())]) }
      }.value
      await #expect(throws: RecorderError.closed) {
        try await Task(executorPreference: executor) { try await recorder.append([item(UUID())]) }.value
      }
      #expect(await Task(executorPreference: executor) { 7 }.value == 7)
    }
  }
}

/// An actor that is asked something while it appends.
private actor Desk {
  func append(to recorder: any ExecutingRecorder, _ hasAnswered: Seen) async throws {
    _ = try await recorder.append([item(UUID())]) {
      let answered = DispatchSemaphore(value: 0)
      Task.detached {
        await self.answer()
        answered.signal()
      }
      hasAnswered.add(answered.wait(timeout: .now() + 10) == .success)
    }
  }

  private func answer() {}
}

private func item(_ sequenceID: UUID, _ position: Int = 0) -> SequencedItem {
  SequencedItem(
    sequenceID: sequenceID, position: position, topic: "Sample.happened", data: Data(#"{"n":1}"#.utf8),
    timestamp: Timestamp(microseconds: position))
}
