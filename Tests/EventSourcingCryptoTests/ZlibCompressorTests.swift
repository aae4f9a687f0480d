import EventSourcingCrypto
import Foundation
import Testing

@Suite("A zlib compressor")
struct ZlibCompressorTests {
  private let compressor = ZlibCompressor()
  private let text = Data("to be or not to be, that is the question; to be or not to be".utf8)

  @Test(arguments: ZlibCompressor.Level.allCases, [0, 1, 60, 255, 256, 257, 70_000, 5_000_000])
  func `gives back what it was given`(_ level: ZlibCompressor.Level, _ count: Int) throws {
    let compressor = ZlibCompressor(level: level)
    let data = Data.pattern(count)
    #expect(try compressor.decompress(compressor.compress(data)) == data)
  }

  @Test(arguments: [1, 249, 250, 251, 762, 763, 3_000, 100_000])
  func `gives back what cannot be made smaller`(_ count: Int) throws {
    var generator = SystemRandomNumberGenerator()
    let data = Data((0..<count).map { _ in generator.next() })
    #expect(try compressor.decompress(compressor.compress(data)) == data)
  }

  @Test(arguments: [Int.min, -5, -1, 0])
  func `takes nothing if the limit is nothing or less`(_ limit: Int) throws {
    let none = ZlibCompressor(limit: limit)
    #expect(throws: ZlibError.tooLarge(limit: 0)) { try none.compress(text) }
    #expect(throws: ZlibError.tooLarge(limit: 0)) { try none.decompress(compressor.compress(text)) }
    #expect(try none.decompress(none.compress(Data())) == Data())
  }

  @Test func `takes data that is a slice of another`() throws {
    let padded = Data("##".utf8) + text + Data("##".utf8)
    let compressed = try Data("##".utf8) + compressor.compress(padded[2..<(2 + text.count)])
    #expect(try compressor.decompress(compressed[2...]) == text)
  }

  /// Made with Python's zlib at its level 9.
  @Test func `reads what another program compressed`() throws {
    #expect(
      try compressor.decompress(Data(hex: "78dacb48cdc9c9d751c840a200442806d5")) == Data("hello, hello, hello".utf8))
  }

  @Test func `makes repetitive data smaller, and more so when told`() throws {
    let data = Data((0..<20_000).map { "line \($0 % 997), " }.joined().utf8)
    let sizes = try ZlibCompressor.Level.allCases.map { try ZlibCompressor(level: $0).compress(data).count }
    #expect(sizes[0] < data.count / 4)
    #expect(sizes[1] < sizes[0])
    #expect(sizes[2] <= sizes[1])
  }

  @Test func `refuses data that was cut off anywhere`() throws {
    let compressed = try compressor.compress(text)
    for count in 0..<compressed.count {
      #expect(throws: ZlibError.truncated) { try compressor.decompress(compressed.prefix(count)) }
    }
  }

  @Test func `refuses data that is followed by something`() throws {
    let compressed = try compressor.compress(text)
    #expect(throws: ZlibError.trailingBytes) { try compressor.decompress(compressed + [0]) }
    #expect(throws: ZlibError.trailingBytes) { try compressor.decompress(compressed + compressed) }
  }

  @Test func `refuses data that is not compressed`() {
    #expect(throws: ZlibError.damaged) { try compressor.decompress(Data(#"{"name":"foo"}"#.utf8)) }
  }

  @Test func `refuses data whose checksum is wrong`() throws {
    let compressed = try compressor.compress(text)
    #expect(throws: ZlibError.damaged) { try compressor.decompress(compressed.flipping(bit: compressed.count * 8 - 1)) }
  }

  @Test func `gives out nothing else, whatever bit is flipped`() throws {
    let compressed = try compressor.compress(text)
    for bit in 0..<(compressed.count * 8) {
      let data = try? compressor.decompress(compressed.flipping(bit: bit))
      #expect(data == nil || data == text)  // a few bits are there only to fill a byte
    }
  }

  @Test func `refuses data that would become larger than allowed`() throws {
    let bomb = try compressor.compress(Data(count: 10_000_000))
    #expect(bomb.count < 10_000)
    #expect(throws: ZlibError.tooLarge(limit: 9_999_999)) {
      try ZlibCompressor(limit: 9_999_999).decompress(bomb)
    }
    #expect(try ZlibCompressor(limit: 10_000_000).decompress(bomb).count == 10_000_000)
  }

  @Test func `does not compress what it would not decompress`() throws {
    let compressor = ZlibCompressor(limit: 60)
    #expect(try compressor.decompress(compressor.compress(Data(count: 60))).count == 60)
    #expect(throws: ZlibError.tooLarge(limit: 60)) { try compressor.compress(Data(count: 61)) }
  }

  @Test func `allows nothing where the limit is 0`() throws {
    #expect(try ZlibCompressor(limit: 0).decompress(compressor.compress(Data())).isEmpty)
    #expect(throws: ZlibError.tooLarge(limit: 0)) {
      try ZlibCompressor(limit: 0).decompress(compressor.compress(Data(count: 1)))
    }
  }
}
