/// The digits of numbers of base 16, as bytes of ASCII.
enum HexDigit {
  /// The digit of a number below 16, with small letters.
  static func text(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// The number of a digit with small or capital letters; `nil` if it is none.
  static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 48...57: digit - 48
    case 65...70: digit - 55
    case 97...102: digit - 87
    default: nil
    }
  }
}
