import CPostgreSQL
import EventSourcing

extension PostgreSQLConnection {
  /// Runs one statement of somebody's own; the server tells the types of its parameters.
  ///
  /// It is not kept prepared: nobody knows how many different ones come.
  ///
  /// - Throws: `PostgreSQLFailure`; `RecorderError.unstorable` if a text has a NUL, `.refused` if the statement is
  ///   none, or cannot be run in this way.
  func run(_ sql: String, _ values: [PostgreSQLValue]) throws -> PostgreSQLResult {
    let bytes = values.map(\.bytes)
    for (value, bytes) in zip(values, bytes) where !value.isBinary && bytes?.dropLast().contains(0) == true {
      throw RecorderError(.unstorable, "A text has a NUL character, which PostgreSQL cannot keep.")
    }
    guard !sql.utf8.contains(0) else { throw RecorderError(.refused, "The statement has a NUL character.") }
    guard values.count <= Int(UInt16.max) else { throw RecorderError.tooManyValues }
    var memory: [UInt8] = []
    var starts: [Int?] = []
    for bytes in bytes {
      starts.append(bytes == nil ? nil : memory.count)
      memory += bytes ?? []
    }
    guard memory.count <= PostgreSQLParameters.largestMessage else { throw RecorderError.tooLarge }
    // 17 is the number of bytea in the catalog, and 0 leaves a type to the server.
    let types = values.map { $0.isBinary ? Oid(17) : Oid(0) }
    let isSent = (memory.isEmpty ? [0] : memory).withUnsafeBytes { memory in
      let pointers = starts.map { start in
        start.flatMap { start in memory.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) } }
      }
      return PQsendQueryParams(
        connection, sql, CInt(values.count), types, pointers, bytes.map { CInt(clamping: $0?.count ?? 0) },
        values.map { $0.isBinary ? 1 : 0 }, 0)
    }
    guard isSent == 1 else { throw PostgreSQLFailure(nil, on: connection) }
    return try ownResult()
  }

  /// What a statement of somebody's own has given.
  ///
  /// Of a connection that the server has ended the first result says why.
  private func ownResult() throws -> PostgreSQLResult {
    let result = try nextResult()
    let status = PQresultStatus(result)
    if [PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(status) {
      PQclear(result)
      isSpoiled = true
      throw RecorderError.copies
    }
    let outcome = Result { try status == PGRES_EMPTY_QUERY ? nil : checked(result) }
    while !isAbandoned, let more = try nextResult() { PQclear(more) }
    guard let rows = try outcome.get() else {
      PQclear(result)
      throw RecorderError.emptyStatement
    }
    return rows
  }

  /// Whether the transaction can only be undone, since a statement in it has failed.
  var isFailed: Bool {
    PQtransactionStatus(connection) == PQTRANS_INERROR
  }

  var isLost: Bool {
    isAbandoned || PQstatus(connection) != CONNECTION_OK
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
