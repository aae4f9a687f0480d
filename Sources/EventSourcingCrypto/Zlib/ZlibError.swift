/// Data could not be compressed or decompressed; none of it is given out.
public enum ZlibError: Error, Hashable {
  /// It is not zlib data, or was changed: zlib's own checksum (Adler-32) finds that in almost every case.
  case damaged

  /// It ends too early.
  case truncated

  /// It is whole, and followed by bytes that do not belong to it.
  case trailingBytes

  /// It would be larger than allowed once decompressed.
  case tooLarge(limit: Int)

  /// There was no memory for it.
  case outOfMemory
}

extension ZlibError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .damaged: "The data is not zlib data, or was changed."
    case .truncated: "The compressed data ends too early."
    case .trailingBytes: "The compressed data is followed by other bytes."
    case .tooLarge(let limit): "The data would be larger than \(limit) bytes once decompressed."
    case .outOfMemory: "There is no memory to compress or decompress the data."
    }
  }
}
