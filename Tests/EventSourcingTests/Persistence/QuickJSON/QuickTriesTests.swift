import EventSourcing
import Foundation
import Testing

@Suite("Quick tries")
struct QuickTriesTests {
  private let transcoder = JSONTranscoder()

  @Test func `what fails again and again is seldom tried`() throws {
    let coders = CoderLog()
    for _ in 0..<320 { _ = try transcoder.encode(Logged(Field([1])), configuration: coders) }
    #expect((1...20).contains(coders.names.count { $0 == CoderLog.quickEncoder }))

    for _ in 0..<320 { _ = try decode(#"{"n":"https://example.org"}"#, as: URL.self, coders) }
    #expect((1...20).contains(coders.names.count { $0 == CoderLog.quickDecoder }))
  }

  @Test func `what is quick again is soon found to be`() throws {
    for _ in 0..<100 {
      _ = try transcoder.encode(Logged(Field([1])), configuration: CoderLog())
      _ = try decode(#"{"n":[1]}"#, as: [Int].self, CoderLog())
    }
    let coders = CoderLog()
    for _ in 0..<64 {
      _ = try transcoder.encode(Logged(Field(1)), configuration: coders)
      _ = try decode(#"{"n":1}"#, as: Int.self, coders)
    }
    #expect(coders.names.count { $0 == CoderLog.quickEncoder } >= 32)
    #expect(coders.names.count { $0 == CoderLog.quickDecoder } >= 32)
  }

  @Test func `what is quick every other time is tried each time`() throws {
    let coders = CoderLog()
    for _ in 0..<100 {
      _ = try transcoder.encode(Logged(Field(1)), configuration: coders)
      _ = try transcoder.encode(Logged(Field([1])), configuration: CoderLog())
      _ = try decode(#"{"n":1}"#, as: Int.self, coders)
      _ = try decode(#"{"n":[1]}"#, as: [Int].self, CoderLog())
    }
    #expect(coders.names.allSatisfy { [CoderLog.quickEncoder, CoderLog.quickDecoder].contains($0) })
    #expect(coders.names.count == 200)
  }

  @Test func `what is quick one time in four is tried if that pays, as it does when reading`() throws {
    let coders = CoderLog()
    for turn in 0..<320 {
      if turn.isMultiple(of: 4) {
        _ = try transcoder.encode(Logged(Field(1)), configuration: coders)
        _ = try decode(#"{"n":1}"#, as: Int.self, coders)
      } else {
        _ = try transcoder.encode(Logged(Field([1])), configuration: coders)
        _ = try decode(#"{"n":[1]}"#, as: [Int].self, coders)
      }
    }
    #expect((1...80).contains(coders.names.count { $0 == CoderLog.quickEncoder }))
    #expect(coders.names.count { $0 == CoderLog.quickDecoder } == 80)
  }

  private func decode<Value: Codable & Equatable>(
    _ text: String, as type: Value.Type, _ coders: CoderLog
  ) throws -> Value {
    try transcoder.decode(Logged<Field<Value>>.self, from: Data(text.utf8), configuration: coders).value.n
  }
}
