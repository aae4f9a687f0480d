import COpenSSL
package import Foundation

/// Bytes that are wiped before their memory is given back.
package final class SecretBytes: Sendable {
  /// Looks at the memory after it was wiped and before it is given back.
  package typealias Inspection = @Sendable (UnsafeRawBufferPointer) -> Void

  // Safe to share, as the compiler cannot see: it is written before `init` returns and in `deinit`, else only read.
  private nonisolated(unsafe) let memory: UnsafeMutableRawBufferPointer
  private let whenWiped: Inspection?

  /// Makes room and has it filled in place.
  package init(
    count: Int, whenWiped: Inspection? = nil,
    filledBy fill: (UnsafeMutableRawBufferPointer) throws(OpenSSLError) -> Void
  ) throws(OpenSSLError) {
    memory = .allocate(byteCount: count, alignment: 16)
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    self.whenWiped = whenWiped
    try fill(memory)
  }

  /// Moves the bytes out of data, which is left with zeros.
  package init(movedFrom data: inout Data, whenWiped: Inspection? = nil) {
    memory = .allocate(byteCount: data.count, alignment: 16)
    self.whenWiped = whenWiped
    data.withUnsafeMutableBytes { source in
      memory.copyMemory(from: UnsafeRawBufferPointer(source))
      source.wipe()
    }
  }

  package var count: Int { memory.count }

  package func withUnsafeBytes<Result, Failure>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(memory))
  }

  deinit {
    memory.wipe()
    whenWiped?(UnsafeRawBufferPointer(memory))
    memory.deallocate()
  }
}

extension SecretBytes: CustomReflectable {
  /// Shows nothing.
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension UnsafeMutableRawBufferPointer {
  /// Overwrites the bytes in a way that the compiler may not leave out, as it may a plain assignment before freeing.
  fileprivate func wipe() {
    OPENSSL_cleanse(baseAddress, count)
  }
}
