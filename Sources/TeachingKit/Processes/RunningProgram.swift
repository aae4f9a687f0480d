import Foundation
import Synchronization

/// A program that was started, to be sent signals for as long as its number is its own.
final class RunningProgram: Sendable {
  private let id: pid_t
  private let hasEnded = Mutex(false)

  init(_ id: pid_t) {
    self.id = id
  }

  #if canImport(Glibc)
    /// Waits for its end on a thread of its own, and leaves it to whoever has started it to do so too.
    ///
    /// On Linux, Foundation sees a program's end only when all that it has started have ended as well.
    ///
    /// - Parameter tell: Is given what it exited with, or 128 and the signal's number; is not called where Foundation
    ///   was first.
    func awaitEnd(tell: @escaping @Sendable (Int32) -> Void) {
      Thread.detachNewThread { [id] in
        var info = siginfo_t()
        while waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) != 0 {
          if errno != EINTR { return }
        }
        let status = info._sifields._sigchld.si_status
        tell(Int(info.si_code) == Int(CLD_EXITED) ? status : 128 + status)
      }
    }
  #endif

  /// Notes that it has ended; from now on nothing is sent.
  func end() {
    hasEnded.withLock { $0 = true }
  }

  func send(_ signal: Int32) {
    hasEnded.withLock { hasEnded in
      if !hasEnded { kill(id, signal) }
    }
  }

  /// Ends it whatever it does, and all that it started if they are a group of their own.
  ///
  /// What has made itself another group is left, as are the tests that `swift test` has started.
  func killWithChildren() {
    hasEnded.withLock { hasEnded in
      if !hasEnded { kill(getpgid(id) == id ? -id : id, SIGKILL) }
    }
  }
}
