// Exercise 24 · A recorder of your own
//
// The auditor wants to see everything that the theatre stores, at once, on paper. So the box office gets a recorder
// that stands in front of the real one: it lets every call through (`ForwardingRecorder` sees to all that only reads),
// and prints a line for each item that was stored.
// The box office must not notice: the new recorder keeps all promises of a recorder.
//
// 1. Let `append` store the request, then print a line for each of its items, with the item's notification id.
//    What was refused is not printed, and whoever asked is told why it was refused.
// 2. The printer may run out of paper. What is stored is stored: the append has then succeeded all the same, and each
//    line that could not be printed is counted, by `unprinted.add()`.
// 3. Let `close` close what is to be closed.
//
// The tests run the test kit's `RecorderPromise` on it, as they would on a new database.
//
// Run it: swift run kit check 24
// Or, in the folder Exercises: swift test --filter Exercise24

public import EventSourcing
import Practice
private import Synchronization

/// Prints what another recorder stores.
public final class AuditedRecorder: ForwardingRecorder {
  public var inner: any Recorder { recorder }

  private let recorder: any Recorder
  private let printer: AuditPrinter
  private let unprinted = Count()

  public init(_ recorder: any Recorder, printer: AuditPrinter) {
    self.recorder = recorder
    self.printer = printer
  }

  /// How many items were stored that could not be printed.
  public var unprintedCount: Int { unprinted.value }

  @discardableResult
  public func append(_ request: AppendRequest) async throws -> [Int] {
    // exercise: Store the request, print a line for each item that was stored, and return the ids.
    let ids = try await recorder.append(request)
    for (id, item) in zip(ids, request.items) {
      do {
        try printer.print(AuditPrinter.Line(id: id, topic: item.topic))
      } catch {
        unprinted.add()
      }
    }
    return ids
    // exercise.end
  }

  public func close() async throws {
    // exercise: Close what is to be closed.
    try await recorder.close()
    // exercise.end
  }
}

/// A number that several tasks may change.
private final class Count: Sendable {
  private let number = Mutex(0)

  var value: Int { number.withLock { $0 } }

  func add() {
    number.withLock { $0 += 1 }
  }
}
