import CZlib
import Foundation

/// zlib's state while it decompresses one piece of data.
struct InflateStream: ~Copyable {
  // On the heap, since zlib remembers the address and refuses a stream that was moved.
  private let stream: UnsafeMutablePointer<z_stream>

  init() throws(ZlibError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let answer = inflateInit_(stream, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    guard answer == Z_OK else { throw .outOfMemory }
  }

  deinit {
    inflateEnd(stream)  // harmless where the start failed
    stream.deallocate()
  }

  /// Decompresses all of the input, into a buffer that grows with what comes out, up to the limit.
  consuming func inflate(_ input: UnsafeRawBufferPointer, limit: Int) throws(ZlibError) -> Data {
    // One byte more than allowed, to tell what just fits from what does not.
    var output = Data(count: min(max(input.count * 4, 256), limit) + 1)
    var (read, written) = (0, 0)
    while true {
      let answer = advance(input, &read, &output, &written)
      guard written <= limit else { throw .tooLarge(limit: limit) }
      switch answer {
      case Z_STREAM_END:
        guard read == input.count else { throw .trailingBytes }
        return output.prefix(written)
      case Z_OK, Z_BUF_ERROR:
        guard written == output.count || read < input.count else { throw .truncated }
        if written == output.count { output.count = min(written * 2, limit) + 1 }
      case Z_MEM_ERROR:
        throw .outOfMemory
      default:
        throw .damaged
      }
    }
  }

  /// Reads and writes as much as there is and as zlib can count, in 32 bits.
  private func advance(
    _ input: UnsafeRawBufferPointer, _ read: inout Int, _ output: inout Data, _ written: inout Int
  ) -> CInt {
    output.withUnsafeMutableBytes { output in
      let source = UnsafeMutableRawBufferPointer(mutating: UnsafeRawBufferPointer(rebasing: input[read...]))
      let target = UnsafeMutableRawBufferPointer(rebasing: output[written...])
      let (offered, room) = (min(source.count, Int(Int32.max)), min(target.count, Int(Int32.max)))
      stream.pointee.next_in = source.baseAddress?.assumingMemoryBound(to: Bytef.self)
      stream.pointee.avail_in = uInt(offered)
      stream.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: Bytef.self)
      stream.pointee.avail_out = uInt(room)
      let answer = CZlib.inflate(stream, Z_NO_FLUSH)
      read += offered - Int(stream.pointee.avail_in)
      written += room - Int(stream.pointee.avail_out)
      return answer
    }
  }
}
