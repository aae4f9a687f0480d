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

  func map<Value>(_ transform: (PostgreSQLResultRow) throws -> Value) rethrows -> [Value] {
    try (0..<count).map { try transform(PostgreSQLResultRow(result: result, number: CInt($0))) }
  }

  /// The first row, if there is one.
  func first<Value>(_ transform: (PostgreSQLResultRow) throws -> Value) rethrows -> Value? {
    count > 0 ? try transform(PostgreSQLResultRow(result: result, number: 0)) : nil
  }

  /// Whether there was no statement at all, but an empty text or remarks; to the server that is no error.
  var isOfEmptyStatement: Bool {
    PQresultStatus(result) == PGRES_EMPTY_QUERY
  }

  /// How many rows the statement changed, or gave.
  var changes: Int {
    Int(String(cString: PQcmdTuples(result))) ?? 0
  }

  /// What the server says that it has done, as in `COMMIT`.
  var tag: String {
    String(cString: PQcmdStatus(result))
  }

  /// The names of the columns.
  var columns: [String] {
    (0..<PQnfields(result)).map { PQfname(result, $0).map { String(cString: $0) } ?? "" }
  }
}

/// A row, good for as long as its result.
struct PostgreSQLResultRow {
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

  func optionalUUID(_ column: CInt) throws -> UUID? {
    isNull(column) ? nil : try uuid(column)
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

  func optionalText(_ column: CInt) -> String? {
    isNull(column) ? nil : text(column)
  }

  func data(_ column: CInt) -> Data {
    Data(bytes(column))
  }

  private static let unexpected = RecorderError(
    .notADatabase, "The database gave a value of another type than its table had when it was opened.")
}
