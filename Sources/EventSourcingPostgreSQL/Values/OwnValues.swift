import CPostgreSQL
import EventSourcing

/// The values of somebody's own statement, as libpq takes them: one after the other in one piece of memory.
struct OwnValues {
  /// What a value is by its kind: 17 is the number of bytea in the catalog, and 0 leaves a type to the server.
  let types: [Oid]

  private var memory: [UInt8] = []
  private var starts: [Int?] = []
  private var lengths: [CInt] = []

  /// - Throws: `RecorderError.unstorable` if a text has a NUL, or they are too large; `.refused` if the statement can
  ///   be none.
  init(_ sql: String, _ values: [PostgreSQLValue]) throws(RecorderError) {
    guard !sql.utf8.contains(0) else { throw RecorderError(.refused, "The statement has a NUL character.") }
    guard values.count <= Int(UInt16.max) else { throw .tooManyValues }
    types = values.map { $0.isBinary ? 17 : 0 }
    for value in values {
      let bytes = value.bytes
      guard value.isBinary || bytes?.dropLast().contains(0) != true else {
        throw RecorderError(.unstorable, "A text has a NUL character, which PostgreSQL cannot keep.")
      }
      starts.append(bytes == nil ? nil : memory.count)
      lengths.append(CInt(clamping: bytes?.count ?? 0))
      memory += bytes ?? []
    }
    guard memory.count <= PostgreSQLParameters.largestMessage else { throw .tooLarge }
  }

  /// Lends the values; the pointers are good only meanwhile.
  func withPointers<Result>(
    _ body: (
      _ count: CInt, _ values: [UnsafePointer<CChar>?], _ lengths: [CInt], _ formats: [CInt], _ types: [Oid]
    ) throws -> Result
  ) rethrows -> Result {
    // libpq takes a null pointer for NULL, so there is always something to point at.
    try (memory.isEmpty ? [0] : memory).withUnsafeBytes { memory in
      let pointers = starts.map { start in
        start.flatMap { start in memory.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) } }
      }
      return try body(CInt(starts.count), pointers, lengths, types.map { $0 == 0 ? 0 : 1 }, types)
    }
  }
}
