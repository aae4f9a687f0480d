import CPostgreSQL
import EventSourcing
import Foundation

/// The rows that a statement gave, in binary form.
final class PostgreSQLResult {
  private let result: OpaquePointer
  let count: Int

  /// Takes the result over, and clears it in the end.
  init(_ result: OpaquePointer) {
    self.result = result
    count = Int(PQntuples(result))
  }

  deinit {
    PQclear(result)
  }

  func map<Value>(_ transform: (PostgreSQLRow) throws -> Value) rethrows -> [Value] {
    try (0..<count).map { try transform(PostgreSQLRow(result: result, number: CInt($0))) }
  }

  /// The first row, if there is one.
  func first<Value>(_ transform: (PostgreSQLRow) throws -> Value) rethrows -> Value? {
    count > 0 ? try transform(PostgreSQLRow(result: result, number: 0)) : nil
  }

  /// How many rows the statement changed.
  var changes: Int {
    String(cString: PQcmdTuples(result)).utf8.isEmpty ? 0 : Int(String(cString: PQcmdTuples(result))) ?? 0
  }
}

/// A row, good for as long as its result.
struct PostgreSQLRow {
  fileprivate let result: OpaquePointer
  fileprivate let number: CInt

  private func bytes(_ column: CInt) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: PQgetvalue(result, number, column), count: Int(PQgetlength(result, number, column)))
  }

  func isNull(_ column: CInt) -> Bool {
    PQgetisnull(result, number, column) == 1
  }

  /// An int8.
  ///
  /// - Throws: `RecorderError.notADatabase` if the column has another type by now.
  func int(_ column: CInt) throws -> Int {
    let bytes = bytes(column)
    guard bytes.count == 8 else { throw Self.unexpected }
    return Int(bigEndian: bytes.loadUnaligned(as: Int.self))
  }

  func optionalInt(_ column: CInt) throws -> Int? {
    isNull(column) ? nil : try int(column)
  }

  func uuid(_ column: CInt) throws -> UUID {
    let bytes = bytes(column)
    guard bytes.count == 16 else { throw Self.unexpected }
    return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
  }

  func bool(_ column: CInt) throws -> Bool {
    let bytes = bytes(column)
    guard bytes.count == 1 else { throw Self.unexpected }
    return bytes[0] != 0
  }

  func text(_ column: CInt) -> String {
    String(decoding: bytes(column), as: UTF8.self)
  }

  func data(_ column: CInt) -> Data {
    Data(bytes(column))
  }

  private static let unexpected = RecorderError(
    .notADatabase, "The database gave a value of another type than its table had when it was opened.")
}
