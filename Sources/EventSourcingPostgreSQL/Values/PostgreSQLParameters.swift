import EventSourcing
import Foundation

/// The parameters of a statement in PostgreSQL's binary form, one after the other in one piece of memory.
struct PostgreSQLParameters {
  /// The most bytes that are sent at once: a message of PostgreSQL has at most 1 GiB, with what is around the data.
  static let largestMessage = 900 << 20

  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  init(_ values: [PostgreSQLValue]) {
    for value in values {
      append(value)
      ends.append(bytes.count)
    }
  }

  /// Lends the parameters as libpq takes them; the pointers are good only meanwhile.
  func withPointers<Result>(
    _ body: (
      _ count: CInt, _ values: [UnsafePointer<CChar>?], _ lengths: [CInt], _ formats: [CInt]
    ) throws -> Result
  ) rethrows -> Result {
    // libpq takes a null pointer for NULL, so there is always something to point at.
    try (bytes.isEmpty ? [0] : bytes).withUnsafeBytes { memory in
      var values: [UnsafePointer<CChar>?] = []
      var lengths: [CInt] = []
      var start = 0
      for end in ends {
        values.append(memory.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) })
        lengths.append(CInt(end - start))
        start = end
      }
      return try body(CInt(ends.count), values, lengths, Array(repeating: 1, count: ends.count))
    }
  }

  private mutating func append(_ value: PostgreSQLValue) {
    switch value {
    case .int(let value): append(bigEndian: value)
    case .text(let text): bytes += text.utf8
    case .uuid(let id): append(id)
    case .data(let data): bytes += data
    case .flag(let flag): bytes.append(flag ? 1 : 0)
    case .flags(let flags): append(flags, of: 16) { $0.bytes.append($1 ? 1 : 0) }
    case .ints(let values): append(values, of: 20) { $0.append(bigEndian: $1) }
    case .texts(let texts): append(texts, of: 25) { $0.bytes += $1.utf8 }
    case .uuids(let ids): append(ids, of: 2950) { $0.append($1) }
    case .datas(let datas): append(datas, of: 17) { $0.bytes += $1 }
    }
  }

  /// Appends an array: its dimensions, the number of its type in the catalog, then each element after its length.
  private mutating func append<Element>(
    _ elements: [Element], of type: Int32, _ appendElement: (inout Self, Element) -> Void
  ) {
    append(bigEndian: Int32(elements.isEmpty ? 0 : 1))
    append(bigEndian: Int32(0))  // No element is NULL.
    append(bigEndian: type)
    guard !elements.isEmpty else { return }
    append(bigEndian: Int32(elements.count))
    append(bigEndian: Int32(1))  // The index of the first.
    for element in elements {
      let start = bytes.count
      append(bigEndian: Int32(0))
      appendElement(&self, element)
      let length = Int32(bytes.count - start - 4).bigEndian
      withUnsafeBytes(of: length) { bytes.replaceSubrange(start..<(start + 4), with: $0) }
    }
  }

  private mutating func append(bigEndian value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func append(_ id: UUID) {
    withUnsafeBytes(of: id.uuid) { bytes.append(contentsOf: $0) }
  }
}

extension SequencedItem {
  /// How many bytes it takes in a message, at the most.
  var sizeInMessage: Int { data.count + topic.utf8.count + 64 }
}
