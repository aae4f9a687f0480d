import CPostgreSQL
import EventSourcing
import Foundation

extension PostgreSQLConnection {
  /// Runs one statement of somebody's own; the server tells the types of its parameters.
  ///
  /// It is not kept prepared: nobody knows how many different ones come.
  ///
  /// - Throws: `PostgreSQLFailure`; `RecorderError.unstorable` if a text has a NUL, `.refused` if the statement is
  ///   none, or cannot be run in this way.
  func run(_ sql: String, _ values: [PostgreSQLValue]) throws -> PostgreSQLResult {
    let values = try OwnValues(sql, values)
    let isSent = values.withPointers { count, values, lengths, formats, types in
      PQsendQueryParams(connection, sql, count, types, values, lengths, formats, 0)
    }
    guard isSent == 1 else { throw PostgreSQLFailure(nil, on: connection) }
    return try ownResult()
  }

  /// What a statement of somebody's own has given.
  ///
  /// Of a connection that the server has ended the first result says why.
  private func ownResult() throws -> PostgreSQLResult {
    let result = try notCopying(nextResult())
    let outcome = Result { try checked(result) }
    while !isAbandoned, let more = try nextResult() { PQclear(more) }
    let rows = try outcome.get()
    guard !rows.isOfEmptyStatement else { throw RecorderError.emptyStatement }
    return rows
  }

  /// The result, unless it is that of a COPY: that gives the same result time and again, and has no end.
  ///
  /// - Throws: `RecorderError.refused`. The connection is ended then: else the server would wait in it for what is to be
  ///   copied, and others for what its transaction has locked.
  func notCopying(_ result: OpaquePointer?) throws -> OpaquePointer? {
    guard Self.isOfCopy(PQresultStatus(result)) else { return result }
    PQclear(result)
    isSpoiled = true
    shutdown(PQsocket(connection), CInt(SHUT_RDWR))
    throw RecorderError.copies
  }

  static func isOfCopy(_ status: ExecStatusType) -> Bool {
    [PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(status)
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
