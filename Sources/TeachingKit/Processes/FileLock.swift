package import Foundation

/// A file that one process at a time may hold, as long as it needs something for itself.
///
/// The system lets go of it too when the process ends, however it ends.
package struct FileLock: ~Copyable {
  private let descriptor: Int32

  /// Waits without an end until nobody else holds it.
  package init(waitingFor file: URL) throws {
    let lock = try Self.open(file)
    while flock(lock, LOCK_EX) != 0 {
      let reason = errno
      if reason == EINTR { continue }
      close(lock)
      throw POSIXError(.init(rawValue: reason) ?? .EIO)
    }
    descriptor = lock
  }

  /// Waits until nobody else holds it, or the task is cancelled.
  package init(awaiting file: URL) async throws {
    let lock = try Self.open(file)
    do {
      while flock(lock, LOCK_EX | LOCK_NB) != 0 { try await Task.sleep(for: .milliseconds(50)) }
    } catch {
      close(lock)
      throw error
    }
    descriptor = lock
  }

  deinit { close(descriptor) }

  private static func open(_ file: URL) throws -> Int32 {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    let descriptor = Foundation.open(file.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    return descriptor
  }
}
