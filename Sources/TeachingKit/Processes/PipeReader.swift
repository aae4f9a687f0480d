import Foundation
import Synchronization

/// Reads what programs write to a pipe.
final class PipeReader: Sendable {
  /// How often it looks whether it was stopped, in milliseconds, while nothing is written.
  private static let interval: Int32 = 50

  private let pipe: FileHandle
  private let isStopped = Mutex(false)

  init(_ pipe: FileHandle) {
    self.pipe = pipe
  }

  /// Reads until nobody can write any more, or it is stopped.
  ///
  /// - Throws: `POSIXError` if the pipe cannot be read.
  func read() async throws -> Data {
    // On a thread of its own, since reading blocks.
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result { try self.readBlocking() }) }
    }
  }

  func stop() {
    isStopped.withLock { $0 = true }
  }

  private func readBlocking() throws -> Data {
    var data = Data()
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while !isStopped.withLock({ $0 }) {
      var waiting = pollfd(fd: pipe.fileDescriptor, events: Int16(POLLIN), revents: 0)
      guard let ready = try result(of: Int(poll(&waiting, 1, Self.interval))), ready > 0 else { continue }
      guard let count = try result(of: Foundation.read(pipe.fileDescriptor, &bytes, bytes.count)) else { continue }
      if count == 0 { break }
      data.append(contentsOf: bytes[..<count])
    }
    return data
  }

  /// - Returns: What a call returned; `nil` if a signal came in between.
  private func result(of returned: Int) throws -> Int? {
    if returned >= 0 { return returned }
    if errno == EINTR { return nil }
    throw POSIXError(.init(rawValue: errno) ?? .EIO)
  }
}
