import EventSourcing
import Foundation

/// The parameters of a statement in PostgreSQL's binary form, one after the other in one piece of memory.
struct PostgreSQLParameters {
  /// The most bytes that are sent at once: a message of PostgreSQL has at most 1 GiB, with what is around the data.
  static let largestMessage = 900 << 20

  private var bytes: [UInt8] = []

  /// Where each ends; `nil` for NULL.
  private var ends: [Int?] = []

  init(_ values: [PostgreSQLParameter]) {
    for value in values {
      ends.append(append(value) ? bytes.count : nil)
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
        let value = end == nil ? nil : memory.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
        values.append(value)
        lengths.append(CInt((end ?? start) - start))
        start = end ?? start
      }
      return try body(CInt(ends.count), values, lengths, Array(repeating: 1, count: ends.count))
    }
  }

  /// - Returns: Whether there is a value: NULL has none.
  private mutating func append(_ value: PostgreSQLParameter) -> Bool {
    switch value {
    case .int(let value): append(bigEndian: value)
    case .optionalInt(let value?): append(bigEndian: value)
    case .text(let text): bytes += text.utf8
    case .optionalText(let text?): bytes += text.utf8
    case .uuid(let id): append(id)
    case .optionalUUID(let id?): append(id)
    case .optionalInt(nil), .optionalText(nil), .optionalUUID(nil): return false
    case .data(let data): bytes += data
    case .flag(let flag): bytes.append(flag ? 1 : 0)
    case .ints(let values): append(values, of: 20) { $0.append(bigEndian: $1) }
    case .texts(let texts): append(texts, of: 25) { $0.bytes += $1.utf8 }
    case .optionalTexts(let texts): append(optional: texts, of: 25) { $0.bytes += $1.utf8 }
    case .uuids(let ids): append(ids, of: 2950) { $0.append($1) }
    case .datas(let datas): append(datas, of: 17) { $0.bytes += $1 }
    }
    return true
  }

  private mutating func append<Element>(
    _ elements: [Element], of type: Int32, _ appendElement: (inout Self, Element) -> Void
  ) {
    appendStart(ofArray: elements.count, of: type)
    for element in elements { append(element, appendElement) }
  }

  private mutating func append<Element>(
    optional elements: [Element?], of type: Int32, _ appendElement: (inout Self, Element) -> Void
  ) {
    appendStart(ofArray: elements.count, of: type)
    for element in elements {
      if let element { append(element, appendElement) } else { append(bigEndian: Int32(-1)) }
    }
  }

  /// Appends what comes before the elements of an array: its dimensions, and the number of its type in the catalog.
  private mutating func appendStart(ofArray count: Int, of type: Int32) {
    append(bigEndian: Int32(count == 0 ? 0 : 1))
    append(bigEndian: Int32(1))  // Elements may be NULL.
    append(bigEndian: type)
    guard count > 0 else { return }
    append(bigEndian: Int32(count))
    append(bigEndian: Int32(1))  // The index of the first.
  }

  /// Appends an element of an array after its length.
  private mutating func append<Element>(_ element: Element, _ appendElement: (inout Self, Element) -> Void) {
    let start = bytes.count
    append(bigEndian: Int32(0))
    appendElement(&self, element)
    let length = Int32(bytes.count - start - 4).bigEndian
    withUnsafeBytes(of: length) { bytes.replaceSubrange(start..<(start + 4), with: $0) }
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
  var sizeInMessage: Int { data.count + topic.utf8.count + (metadata?.utf8.count ?? 0) + 72 }
}
