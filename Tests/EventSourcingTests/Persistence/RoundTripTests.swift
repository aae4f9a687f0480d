import EventSourcing
import Foundation
import ProcessSupport
import Testing

/// A large family of values, of which each is stored and read again as it was, or refused.
@Suite("What is stored")
struct RoundTripTests {
  @Test(arguments: [31, 32, 33] as [UInt64])
  func `is read again as it was, or is refused`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let mapper = SequencedItemMapper<DomainEvent<Mixture>>()
    var (stored, refused) = (0, 0)
    for round in 0..<3_000 {
      let payload = Mixture.random(using: &random)
      do {
        let item = try mapper.item(storing: payload)
        stored += 1
        let read = Result { try mapper.event(from: item).payload }
        #expect((try? read.get()) == payload, "seed \(seed), round \(round): \(payload) as \(item.text)")
      } catch is UnstorableEvent {
        refused += 1
      }
    }
    #expect(stored > 1_000 && refused > 50, "\(stored) stored, \(refused) refused")
  }
}

private enum Mixture: EventPayload, Equatable {
  static let storedName = "Mixture"

  case numbers(Double, Float, Int, UInt64, Int128)
  case decimals(Decimal, [Decimal], Decimal?)
  case texts(String, [String: String], [Int: Label])
  case lists([Double?], [[Int]], Set<Int>)
  case others(Date, UUID, Data, URL, Timestamp, ClosedRange<Int>)
  case own(Percent, Nest, Grade?, Shape)

  enum CodingKeys: String, CodingKey, CaseIterable { case numbers, decimals, texts, lists, others, own }

  enum Grade: Int8, Codable { case low = -1, high = 1 }
  enum Shape: Codable, Equatable { case dot, line(Double), box(width: Decimal, height: Float?) }

  static func random(using random: inout SeededGenerator) -> Mixture {
    switch Int.random(in: 0..<6, using: &random) {
    case 0:
      .numbers(
        double(&random), Float(double(&random)), Int(truncatingIfNeeded: random.next()), random.next(),
        Int128(truncatingIfNeeded: random.next()) << Int.random(in: 0...64, using: &random))
    case 1:
      .decimals(decimal(&random), many(&random) { decimal(&$0) }, Bool.random(using: &random) ? nil : decimal(&random))
    case 2:
      .texts(
        text(&random), Dictionary(many(&random) { (text(&$0), text(&$0)) }) { $1 },
        Dictionary(many(&random) { (Int(truncatingIfNeeded: $0.next()), Label(text(&$0))) }) { $1 })
    case 3:
      .lists(
        many(&random) { Bool.random(using: &$0) ? nil : double(&$0) },
        many(&random) { many(&$0) { Int(truncatingIfNeeded: $0.next()) } },
        Set(many(&random) { Int(truncatingIfNeeded: $0.next()) }))
    case 4:
      .others(
        Date(timeIntervalSinceReferenceDate: double(&random)), UUID(), Data(many(&random) { UInt8($0.next() & 255) }),
        URL(filePath: "/" + text(&random).replacing("\u{0}", with: "")),
        Timestamp(microseconds: Int(truncatingIfNeeded: random.next())),
        .min...Int(truncatingIfNeeded: random.next()))
    default:
      .own(
        Percent(Int.random(in: 90...101, using: &random)),
        Nest(depth: Bool.random(using: &random) ? 3 : Int.random(in: 400...600, using: &random)),
        [nil, .low, .high].randomElement(using: &random) ?? nil,
        [.dot, .line(double(&random)), .box(width: decimal(&random), height: nil)].randomElement(using: &random) ?? .dot
      )
    }
  }

  private static func many<Value>(
    _ random: inout SeededGenerator, _ make: (inout SeededGenerator) -> Value
  ) -> [Value] {
    (0..<Int.random(in: 0...4, using: &random)).map { _ in make(&random) }
  }

  /// Any pattern of bits, and often a special one.
  private static func double(_ random: inout SeededGenerator) -> Double {
    let special: [Double] = [0, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, 0.1, 1e15, .nan]
    return Int.random(in: 0..<3, using: &random) == 0
      ? special.randomElement(using: &random) ?? 0 : Double(bitPattern: random.next())
  }

  private static func decimal(_ random: inout SeededGenerator) -> Decimal {
    let special: [Decimal] = [.nan, 0, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .leastFiniteMagnitude]
    guard Int.random(in: 0..<4, using: &random) > 0 else { return special.randomElement(using: &random) ?? 0 }
    return Decimal(
      sign: Bool.random(using: &random) ? .minus : .plus, exponent: Int.random(in: -128...127, using: &random),
      significand: Decimal(random.next()) * Decimal(random.next() >> UInt64.random(in: 0..<64, using: &random)))
  }

  /// Any characters at all, also those that have no meaning.
  private static func text(_ random: inout SeededGenerator) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...8, using: &random) {
      let bound: UInt32 = [0x20, 0x80, 0x800, 0x11_0000].randomElement(using: &random) ?? 0x80
      if let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &random)) { text.append(scalar) }
    }
    return String(text)
  }
}

/// A text in an object of its own.
private struct Label: Codable, Equatable {
  let text: String

  init(_ text: String) {
    self.text = text
  }
}
