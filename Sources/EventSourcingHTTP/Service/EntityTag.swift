import EventSourcing
import Foundation

/// A short name for the bytes of an answer (RFC 9110, 8.8.3): other bytes have another one.
struct EntityTag {
  /// As it is written, in quotation marks.
  let text: String

  init(of body: Data) {
    var digest = FNV1a()
    body.withUnsafeBytes { digest.mix($0) }
    text = "\"\(body.count)-\(String(digest.hash, radix: 16))\""
  }

  /// Whether a header `If-None-Match` names it; a mark of weakness does not matter there.
  func isNamed(in header: String) -> Bool {
    header.utf8.split(separator: UInt8(ascii: ",")).contains { name in
      var name = name.drop { $0 == 32 || $0 == 9 }
      while name.last == 32 || name.last == 9 { name.removeLast() }
      if name.starts(with: "W/".utf8) { name = name.dropFirst(2) }
      return name.elementsEqual(text.utf8) || name.elementsEqual("*".utf8)
    }
  }
}
