import Foundation

extension FileHandle {
  /// The lines that come out of a pipe, without their ends, until it is closed.
  ///
  /// A last line without an end was cut off, and is left out.
  func lines() -> AsyncStream<String> {
    let (lines, line) = AsyncStream.makeStream(of: String.self)
    let descriptor = fileDescriptor
    Thread.detachNewThread { [self] in
      // Kept open as long as it is read.
      defer { withExtendedLifetime(self) {} }
      var rest = Data()
      while case let data = nextData(from: descriptor), !data.isEmpty {
        rest += data
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
          line.yield(String(decoding: rest[..<end], as: UTF8.self))
          rest.removeSubrange(...end)
        }
      }
      line.finish()
    }
    return lines
  }
}

/// What has come, once something has; empty at the end.
///
/// A signal that interrupts the wait is no end of it, and no crash, as it is with `FileHandle.availableData`.
private func nextData(from descriptor: Int32) -> Data {
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = read(descriptor, &buffer, buffer.count)
    if count >= 0 { return Data(buffer[..<count]) }
    guard errno == EINTR else { return Data() }
  }
}
