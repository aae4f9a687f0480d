public import EventSourcing
public import Foundation

/// Compresses with zlib, in the zlib format (RFC 1950).
///
/// It pays for large and for repetitive data; a small event gets a few bytes smaller at best. With encryption, mind
/// that a length can give away what was compressed, where an attacker chooses a part of it.
public struct ZlibCompressor: Compressor {
  /// How much time to spend on making the data smaller; all levels can be read by all.
  public enum Level: Int32, CaseIterable, Sendable {
    case fastest = 1
    case balanced = 6
    case smallest = 9
  }

  private let level: Level
  private let limit: Int

  /// Makes a compressor.
  ///
  /// - Parameters:
  ///   - level: How much time to spend.
  ///   - limit: The largest size, in bytes, that data may have once decompressed, and never more than 2 GiB. A row
  ///     of a thousandth of that size can become so large, so without a limit a small row could take all memory.
  public init(level: Level = .balanced, limit: Int = 256 << 20) {
    self.level = level
    self.limit = min(max(limit, 0), Int(Int32.max))  // zlib counts in 32 bits
  }

  /// Compresses data.
  ///
  /// - Throws: `ZlibError.tooLarge` if it could not be decompressed again, `ZlibError.outOfMemory`.
  public func compress(_ data: Data) throws -> Data {
    guard data.count <= limit else { throw ZlibError.tooLarge(limit: limit) }
    return try data.withUnsafeBytes { input in
      try DeflateStream(level: level.rawValue, size: input.count).deflate(input)
    }
  }

  /// Decompresses data.
  ///
  /// - Throws: `ZlibError`.
  public func decompress(_ data: Data) throws -> Data {
    try data.withUnsafeBytes { input in try InflateStream().inflate(input, limit: limit) }
  }
}
