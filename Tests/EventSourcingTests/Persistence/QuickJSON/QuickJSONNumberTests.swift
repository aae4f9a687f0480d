import EventSourcing
import Foundation
import ProcessSupport
import Testing

@Suite("Quick JSON numbers")
struct QuickJSONNumberTests {
  private static let doubles: [Double] = [
    0, -0.0, 0.1, -0.1, 1, -1, 1.5, 0.3333333333333333, 100, 1e15, 1e16, 1e21, 1e-4, 1e-5, 1e-7, 1e22, 1e23, 0x1p-1074,
    0x1p-1022, -2.2250738585072014e-308, 0x1.fffffffffffffp1023, -0x1.fffffffffffffp1023, 0x1.fffffffffffffp52, 0x1p53,
    0x1.0000000000001p53, 0x1p54, 0x1p63, -0x1p63, 0x1p64, 785_345_943.123456,
  ]

  private static let floats: [Float] = [
    0, -0.0, 0.1, 1.5, 0.33333334, 16_777_215, 16_777_216, 16_777_218, 1e10, 1e-7, 0x1p-149, 0x1p-126,
    0x1.fffffep127,
  ]

  @Test(arguments: doubles)
  func `a double is written as JSONEncoder does, and read back to the last bit`(number: Double) throws {
    try expectSame(number)
    try expectSame(Date(timeIntervalSinceReferenceDate: number))
  }

  @Test(arguments: floats)
  func `a float is written as JSONEncoder does, and read back to the last bit`(number: Float) throws {
    try expectSame(number)
  }

  @Test func `any bits that are a number are written as JSONEncoder does, and read back`() throws {
    var random = SeededGenerator(seed: 21)
    for _ in 0..<2_000 {
      let double = Double(bitPattern: random.next())
      if double.isFinite { try expectSame(double) }
      let float = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
      if float.isFinite { try expectSame(float) }
    }
  }

  @Test(arguments: [Double.infinity, -.infinity, .nan])
  func `infinity, and what is not a number, are refused`(number: Double) {
    #expect(throws: EncodingError.self) { try JSONCoding.own(encoding: Field(number)) }
    #expect(throws: EncodingError.self) { try JSONCoding.own(encoding: Field(Float(number))) }
  }

  @Test(arguments: [
    "0.0", "-0.0", "-0", "0e0", "1.0", "1.50", "1.", ".5", "1.e5", "-.5", "1e", "1e+", "1e-", "1E5", "1e+05", "1e-0",
    "+1.5",
    "01.5", "-01.5", "00.5", "0.5e1", "1.5.5", "1.5e5e5", "1.5x", "0x1p3", "1e400", "-1e400", "1e-400", "1e39", "1e-46",
    "nan", "inf", "Infinity", "-Infinity", "1_0.5", "1 .5", "9007199254740993", "9007199254740993.0",
    "9223372036854775808",
    "18446744073709551615", "123456789012345678901234567890", "0.1000000000000000055511151231257827", "2.5e-324",
    "1.00000005960464477539062500000000001", "1.000000059604644775390625", "16777217", "16777217.0", "3.4028236e38",
    "7.006492321624085e-46", "1.401298464324817e-45", "340282356779733661637539395458142568447.9",
  ])
  func `any number is read as JSONDecoder does, or refused`(number: String) throws {
    for text in [#"{"n":\#(number)}"#, #"{"n":\#(number),"m":1}"#] {
      for type in [
        Field<Double>.self, Field<Float>.self, Field<Int>.self, Field<UInt64>.self, Field<Int8>.self,
        Field<String>.self,
        Field<Date>.self, Field<Decimal>.self,
      ] as [any (Codable & Equatable).Type] {
        try JSONCoding.expectSame(type, from: text)
      }
    }
  }

  @Test func `numbers of any digits are read as JSONDecoder does, or refused`() throws {
    var random = SeededGenerator(seed: 22)
    for _ in 0..<2_000 {
      let text = #"{"n":\#(anyNumber(using: &random))}"#
      try JSONCoding.expectSame(Field<Double>.self, from: text)
      try JSONCoding.expectSame(Field<Float>.self, from: text)
      try JSONCoding.expectSame(Field<Int>.self, from: text)
    }
  }

  @Test func `fractions and times go the quick way`() throws {
    let coders = CoderLog()
    let numbers = Numbers(price: 12.5, ratio: 0.1, time: Date(timeIntervalSinceReferenceDate: 785_345_943.123456))
    let data = try JSONCoding.own(encoding: numbers, coders: coders)
    #expect(try JSONCoding.own(Numbers.self, from: data, coders: coders) == numbers)
    #expect(coders.names == [CoderLog.quickEncoder, CoderLog.quickDecoder])
  }

  private func expectSame<Number: Codable & Equatable>(_ number: Number) throws {
    let own = try JSONCoding.own(encoding: Field(number))
    #expect(own == (try JSONCoding.foundations(encoding: Field(number))))
    try JSONCoding.expectSame(Field<Number>.self, from: String(decoding: own, as: UTF8.self))
  }

  private func anyNumber(using random: inout SeededGenerator) -> String {
    func digits(_ most: Int) -> String {
      (0..<Int.random(in: 1...most, using: &random)).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
    }
    var text = Bool.random(using: &random) ? "-" : ""
    text += Bool.random(using: &random) ? digits(20) : "0"
    if Bool.random(using: &random) { text += "." + digits(20) }
    if Int.random(in: 0..<4, using: &random) == 0 {
      text += (Bool.random(using: &random) ? "e" : "E-") + digits(3)
    }
    return text
  }
}

private struct Numbers: Codable, Equatable {
  let price: Double
  let ratio: Float
  let time: Date
}
