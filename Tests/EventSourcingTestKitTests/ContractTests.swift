import EventSourcing
import EventSourcingTestKit
import Testing

@Suite("Every recorder", .timeLimit(.minutes(5)))
struct ContractTests {
  @Test(arguments: Backend.allCases, RecorderPromise.allCases)
  func `keeps its promise`(_ backend: Backend, _ promise: RecorderPromise) async throws {
    try await ContractTable.shared.enter(promise, backend) {
      try await backend.withRecorder { try await promise.verify(on: $0, beside: $1) }
    }
  }

  @Test(arguments: Backend.allCases, MaintenancePromise.allCases)
  func `keeps its promise when the past is changed`(_ backend: Backend, _ promise: MaintenancePromise) async throws {
    try await ContractTable.shared.enter(promise, backend) {
      try await backend.withRecorder { recorder, _ in try await promise.verify(on: recorder) }
    }
  }

  @Test(arguments: Backend.allCases, ReplicaPromise.allCases)
  func `keeps its promise as a replica`(_ backend: Backend, _ promise: ReplicaPromise) async throws {
    try await ContractTable.shared.enter(promise, backend) {
      try await backend.withRecorder { try await promise.verify(on: $0, beside: $1) }
    }
  }

  @Test(arguments: Backend.executing, RecorderPromise.allCases)
  func `keeps its promise to tasks on its executor`(_ backend: Backend, _ promise: RecorderPromise) async throws {
    try await backend.withRecorder { recorder, others in
      let executor = try #require(recorder as? any ExecutingRecorder).executor
      try await withTaskExecutorPreference(executor) { try await promise.verify(on: recorder, beside: others) }
    }
  }
}
