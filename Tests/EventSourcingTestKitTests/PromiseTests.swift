import EventSourcing
import EventSourcingTestKit
import Testing

@Suite("The contract")
struct PromiseTests {
  @Test(arguments: FaultyRecorder.Fault.allCases)
  func `finds a recorder that breaks a promise`(_ fault: FaultyRecorder.Fault) async {
    var broken: [String] = []
    for promise in RecorderPromise.allCases {
      do { try await promise.verify(on: FaultyRecorder(fault)) } catch { broken.append("\(promise): \(error)") }
    }
    for promise in MaintenancePromise.allCases {
      do { try await promise.verify(on: FaultyRecorder(fault)) } catch { broken.append("\(promise): \(error)") }
    }
    #expect(!broken.isEmpty)
  }

  @Test func `says what was expected and what came`() async throws {
    let error = await #expect(throws: PromiseBroken.self) {
      try await RecorderPromise.readsASequenceInOrder.verify(on: FaultyRecorder(.mixesSequences))
    }
    #expect(error?.description.hasPrefix("The first sequence, in order: expected [") == true)
  }
}
