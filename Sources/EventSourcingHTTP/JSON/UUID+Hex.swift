import Foundation

extension UUID {
  /// As Python writes it: 32 digits without dashes, in small letters.
  var hex: String {
    withUnsafeBytes(of: uuid) { bytes in
      String(decoding: bytes.flatMap { [HexDigit.text($0 >> 4), HexDigit.text($0 & 15)] }, as: UTF8.self)
    }
  }

  /// Reads a UUID that is written with or without dashes, and strictly so: Foundation's own reading takes `0x` for a
  /// number, too.
  init?(hex: String) {
    var digits = Array(hex.utf8)
    if digits.count == 36 {
      for place in [23, 18, 13, 8] where digits.remove(at: place) != UInt8(ascii: "-") { return nil }
    }
    let values = digits.compactMap(HexDigit.value)
    guard digits.count == 32, values.count == 32 else { return nil }
    let bytes = stride(from: 0, to: 32, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    self.init(uuid: bytes.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) })
  }
}
