import EventSourcingTestKit
import Testing

@Suite("Every recorder")
struct ContractTests {
  @Test(arguments: Backend.allCases, RecorderPromise.allCases)
  func `keeps its promise`(_ backend: Backend, _ promise: RecorderPromise) async throws {
    try await backend.withRecorder { try await promise.verify(on: $0) }
  }

  @Test(arguments: Backend.allCases, MaintenancePromise.allCases)
  func `keeps its promise when the past is changed`(_ backend: Backend, _ promise: MaintenancePromise) async throws {
    try await backend.withRecorder { try await promise.verify(on: $0) }
  }
}
