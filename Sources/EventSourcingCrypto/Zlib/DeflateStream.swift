import CZlib
import Foundation

/// zlib's state while it compresses one piece of data.
struct DeflateStream: ~Copyable {
  // On the heap, since zlib remembers the address and refuses a stream that was moved.
  private let stream: UnsafeMutablePointer<z_stream>

  /// Makes a stream for data of a size.
  ///
  /// zlib's usual window takes 256 KiB, and more time to set up than a small event takes to compress. A window that
  /// just holds the data finds the same repetitions, and every zlib can read what comes out.
  init(level: CInt, size: Int) throws(ZlibError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let lookahead = 262  // of the window, zlib keeps this much for itself
    let windowBits = min(max(Int.bitWidth - (size + lookahead).leadingZeroBitCount, 9), 15)
    let answer = deflateInit2_(
      stream, level, Z_DEFLATED, CInt(windowBits), CInt(windowBits - 7), Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      CInt(MemoryLayout<z_stream>.size))
    guard answer == Z_OK else { throw .outOfMemory }
  }

  deinit {
    deflateEnd(stream)  // harmless where the start failed
    stream.deallocate()
  }

  /// Compresses all of the input, which has the size that the stream was made for.
  consuming func deflate(_ input: UnsafeRawBufferPointer) throws(ZlibError) -> Data {
    let room = Int(deflateBound(stream, uLong(input.count)))
    return try withUnsafeTemporaryAllocation(of: Bytef.self, capacity: room) { output throws(ZlibError) in
      stream.pointee.next_in = UnsafeMutableRawPointer(mutating: input.baseAddress)?
        .assumingMemoryBound(to: Bytef.self)
      stream.pointee.avail_in = uInt(input.count)
      stream.pointee.next_out = output.baseAddress
      stream.pointee.avail_out = uInt(output.count)
      guard CZlib.deflate(stream, Z_FINISH) == Z_STREAM_END else { throw .outOfMemory }
      return Data(output[..<Int(stream.pointee.total_out)])
    }
  }
}
