import CPostgreSQL
import Dispatch
import Foundation

/// Asks the server, beside a connection, to give up what it does on that.
///
/// libpq before version 17 can only wait until the server has taken the request, for as long as that lasts. So it is
/// done on a thread of its own, for which nobody waits longer than he wants.
final class CancelRequest: Sendable {
  /// libpq allows it to be used from any thread.
  private nonisolated(unsafe) let pointer: OpaquePointer?
  private let answer = DispatchSemaphore(value: 0)

  init(on connection: PostgreSQLConnection) {
    pointer = connection.canceller()
  }

  deinit {
    PQfreeCancel(pointer)
  }

  func send() {
    Thread.detachNewThread {
      var message = [CChar](repeating: 0, count: 256)
      PQcancel(self.pointer, &message, CInt(message.count))
      self.answer.signal()
    }
  }

  /// Waits until the server has taken the request.
  func isTaken(within limit: Duration) -> Bool {
    answer.wait(timeout: .now() + limit / .seconds(1)) == .success
  }
}
