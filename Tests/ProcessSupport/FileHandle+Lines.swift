import Foundation

extension FileHandle {
  /// The lines that come out of a pipe, without their ends, until it is closed.
  ///
  /// A last line without an end was cut off, and is left out.
  func lines() -> AsyncStream<String> {
    let (lines, line) = AsyncStream.makeStream(of: String.self)
    Thread.detachNewThread {
      var rest = Data()
      while case let data = self.availableData, !data.isEmpty {
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
