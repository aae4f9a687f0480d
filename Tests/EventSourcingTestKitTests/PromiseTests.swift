import EventSourcing
import EventSourcingTestKit
import Testing

@Suite("The contract")
struct PromiseTests {
  /// The promises that a faulty recorder breaks.
  private func broken(by fault: FaultyRecorder.Fault) async -> Set<String> {
    var broken: Set<String> = []
    for promise in RecorderPromise.allCases {
      do { try await promise.verify(on: FaultyRecorder(fault)) } catch { broken.insert(promise.rawValue) }
    }
    for promise in MaintenancePromise.allCases {
      do { try await promise.verify(on: FaultyRecorder(fault)) } catch { broken.insert(promise.rawValue) }
    }
    for promise in ReplicaPromise.allCases {
      do { try await promise.verify(on: FaultyRecorder(fault)) } catch { broken.insert(promise.rawValue) }
    }
    return broken
  }

  private func expect(_ promise: RecorderPromise, isBrokenBy fault: FaultyRecorder.Fault) async {
    await #expect(throws: PromiseBroken.self) { try await promise.verify(on: FaultyRecorder(fault)) }
  }

  @Test func `finds each fault of a recorder, and has no promise that no fault breaks`() async {
    var all: Set<String> = []
    for fault in FaultyRecorder.Fault.allCases {
      let broken = await broken(by: fault)
      #expect(!broken.isEmpty, "no promise is broken by a recorder that \(fault)")
      all.formUnion(broken)
    }
    let promises = Set(
      RecorderPromise.allCases.map(\.rawValue) + MaintenancePromise.allCases.map(\.rawValue)
        + ReplicaPromise.allCases.map(\.rawValue))
    #expect(promises.subtracting(all) == [])
  }

  @Test func `finds one race in a thousand that two have won`() async {
    await expect(.hasOneWinnerInARace, isBrokenBy: .letsTwoWinARace)
  }

  @Test(arguments: [FaultyRecorder.Fault.overwrites, .ignoresConflicts])
  func `finds an update that is lost`(_ fault: FaultyRecorder.Fault) async {
    await expect(.losesNoUpdate, isBrokenBy: fault)
  }

  @Test(arguments: [
    FaultyRecorder.Fault.revealsLate, .skipsNotifications, .repeatsNotifications, .swapsNotifications,
  ])
  func `finds what a reader that follows misses, sees twice, or sees too late`(_ fault: FaultyRecorder.Fault) async {
    await expect(.hidesNoNotificationFromAReader, isBrokenBy: fault)
  }

  /// One that never waits, for others that get no thread while it runs, would go on for ever.
  @Test(.timeLimit(.minutes(1)), arguments: RecorderPromise.allCases)
  func `is kept where all tasks share one thread`(_ promise: RecorderPromise) async throws {
    try await withTaskExecutorPreference(OneThread()) { try await promise.verify(on: InMemoryRecorder()) }
  }

  @Test func `says what was expected and what came`() async throws {
    let error = await #expect(throws: PromiseBroken.self) {
      try await RecorderPromise.readsASequenceInOrder.verify(on: FaultyRecorder(.mixesSequences))
    }
    #expect(error?.description.hasPrefix("The first sequence, in order: expected [") == true)
  }
}
