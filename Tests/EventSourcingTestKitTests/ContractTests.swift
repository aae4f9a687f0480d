import EventSourcingTestKit
import Synchronization
import Testing

@Suite("Every recorder")
struct ContractTests {
  @Test(arguments: Backend.allCases, RecorderPromise.allCases)
  func `keeps its promise`(_ backend: Backend, _ promise: RecorderPromise) async throws {
    try await backend.withRecorder { try await promise.verify(on: $0) }
    ContractTally.count(promise.rawValue, keptBy: backend)
  }

  @Test(arguments: Backend.allCases, MaintenancePromise.allCases)
  func `keeps its promise when the past is changed`(_ backend: Backend, _ promise: MaintenancePromise) async throws {
    try await backend.withRecorder { try await promise.verify(on: $0) }
    ContractTally.count(promise.rawValue, keptBy: backend)
  }
}

/// Counts the promises that each backend has kept, and prints a line when it has kept all: so a run shows which
/// backends it was run on.
private enum ContractTally {
  private static let promises = RecorderPromise.allCases.count + MaintenancePromise.allCases.count
  private static let kept = Mutex<[Backend: Set<String>]>([:])

  static func count(_ promise: String, keptBy backend: Backend) {
    let count = kept.withLock { kept in
      kept[backend, default: []].insert(promise)
      return kept[backend]?.count
    }
    if count == promises {
      print("Contract: \(backend.rawValue) keeps all \(promises) promises")
    }
  }
}
