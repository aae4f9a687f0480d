import EventSourcing
import Foundation

/// The parameters of a statement in PostgreSQL's binary form, one after the other in one piece of memory.
struct PostgreSQLParameters {
  /// The most bytes that are sent at once: a message of PostgreSQL has at most 1 GiB, with what is around the data.
  static let largestMessage = 900 << 20

  private var bytes: [UInt8] = []

  /// Where each ends; `nil` for NULL.
  private var ends: [Int?] = []

  /// Whether they are more than a message holds; then they are not to be sent.
  var isTooLarge: Bool { bytes.count > Self.largestMessage }

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
        lengths.append(CInt(clamping: (end ?? start) - start))
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
    case .text(let text): append(text)
    case .optionalText(let text?): append(text)
    case .uuid(let id): append(id)
    case .optionalUUID(let id?): append(id)
    case .optionalInt(nil), .optionalText(nil), .optionalUUID(nil): return false
    case .data(let data): append(data)
    case .flag(let flag): bytes.append(flag ? 1 : 0)
    case .smallInts(let values): append(values, of: 21, size: { _ in 2 }) { $0.append(bigEndian: $1) }
    case .ints(let values): append(values, of: 20, size: { _ in 8 }) { $0.append(bigEndian: $1) }
    case .texts(let texts): append(texts, of: 25, size: \.utf8.count) { $0.append($1) }
    case .optionalTexts(let texts): append(texts, of: 25, size: { $0?.utf8.count ?? -1 }) { $0.append($1 ?? "") }
    case .uuids(let ids): append(ids, of: 2950, size: { _ in 16 }) { $0.append($1) }
    case .datas(let datas): append(datas, of: 17, size: \.count) { $0.append($1) }
    }
    return true
  }

  /// Appends an array: its dimensions, the number of its type in the catalog, then each element after its size, which
  /// is -1 for NULL.
  private mutating func append<Element>(
    _ elements: [Element], of type: Int32, size: (Element) -> Int, _ appendElement: (inout Self, Element) -> Void
  ) {
    append(bigEndian: Int32(elements.isEmpty ? 0 : 1))
    append(bigEndian: Int32(1))  // Elements may be NULL.
    append(bigEndian: type)
    guard !elements.isEmpty else { return }
    append(bigEndian: Int32(clamping: elements.count))
    append(bigEndian: Int32(1))  // The index of the first.
    for element in elements {
      append(bigEndian: Int32(clamping: size(element)))
      appendElement(&self, element)
    }
  }

  private mutating func append(bigEndian value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func append(_ id: UUID) {
    withUnsafeBytes(of: id.uuid) { bytes.append(contentsOf: $0) }
  }

  private mutating func append(_ text: String) {
    // A sequence of bytes is appended several times as fast when it is one piece of memory.
    let isAppended: Void? = text.utf8.withContiguousStorageIfAvailable { bytes.append(contentsOf: $0) }
    if isAppended == nil { bytes.append(contentsOf: text.utf8) }
  }

  private mutating func append(_ data: Data) {
    data.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}

extension SequencedItem {
  /// How many bytes it takes in a message, at the most.
  var sizeInMessage: Int { data.count + topic.utf8.count + (metadata?.utf8.count ?? 0) + 72 }
}
