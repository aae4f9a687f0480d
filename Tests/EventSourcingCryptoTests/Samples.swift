import EventSourcing
import EventSourcingCrypto
import Foundation

extension Data {
  init(hex: String) {
    let digits = hex.compactMap(\.hexDigitValue)
    self.init(stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
  }

  /// Bytes that repeat after an odd number, so that pieces cannot change places unseen.
  static func pattern(_ count: Int) -> Data {
    var data = Data(0...250)
    while data.count < count { data += data }
    return data.prefix(count)
  }

  func flipping(bit: Int) -> Data {
    var copy = self
    copy[startIndex + bit / 8] ^= 1 << (bit % 8)
    return copy
  }
}

extension AESKey {
  /// A key of the bytes 0, 1, 2 and so on.
  static func counted(_ size: Size = .bits256) throws -> AESKey {
    try AESKey(base64: Data((0..<(size.rawValue / 8)).map { UInt8($0) }).base64EncodedString())
  }
}

enum Example: EventPayload {
  static let storedName = "Example"
  case created(name: String)
  case renamed(name: String)
  enum CodingKeys: String, CodingKey, CaseIterable { case created, renamed }
}

enum Public: EventPayload {
  static let storedName = "Public"
  case announced(text: String)
  enum CodingKeys: String, CodingKey, CaseIterable { case announced }
}
