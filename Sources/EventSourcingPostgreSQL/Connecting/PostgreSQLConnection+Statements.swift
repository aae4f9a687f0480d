import CPostgreSQL
import EventSourcing

extension PostgreSQLConnection {
  /// Runs one statement of somebody's own; the server tells the types of its parameters.
  ///
  /// It is not kept prepared: nobody knows how many different ones come.
  ///
  /// - Throws: `PostgreSQLFailure`; `RecorderError.unstorable` if a text has a NUL.
  func run(_ sql: String, _ values: [PostgreSQLValue]) throws -> PostgreSQLResult {
    let bytes = values.map(\.bytes)
    for (value, bytes) in zip(values, bytes) where !value.isBinary && bytes?.dropLast().contains(0) == true {
      throw RecorderError(.unstorable, "A text has a NUL character, which PostgreSQL cannot keep.")
    }
    guard !sql.utf8.contains(0) else { throw RecorderError(.unavailable, "The statement has a NUL character.") }
    var memory: [UInt8] = []
    var starts: [Int?] = []
    for bytes in bytes {
      starts.append(bytes == nil ? nil : memory.count)
      memory += bytes ?? []
    }
    // 17 is the number of bytea in the catalog, and 0 leaves a type to the server.
    let types = values.map { $0.isBinary ? Oid(17) : Oid(0) }
    let result = (memory.isEmpty ? [0] : memory).withUnsafeBytes { memory in
      let pointers = starts.map { start in
        start.flatMap { start in memory.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) } }
      }
      return PQexecParams(
        connection, sql, CInt(values.count), types, pointers, bytes.map { CInt($0?.count ?? 0) },
        values.map { $0.isBinary ? 1 : 0 }, 0)
    }
    return try checked(result)
  }

  /// Whether the transaction can only be undone, since a statement in it has failed.
  var isFailed: Bool {
    PQtransactionStatus(connection) == PQTRANS_INERROR
  }

  var isLost: Bool {
    PQstatus(connection) != CONNECTION_OK
  }
}

extension PostgreSQLResult {
  /// The rows of a statement that gives texts.
  var rows: [PostgreSQLRow] {
    let columns = columns
    return map { row in
      PostgreSQLRow(columns: columns, texts: columns.indices.map { row.optionalText(CInt($0)) })
    }
  }
}
