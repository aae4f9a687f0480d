import EventSourcing
import GRDB

/// Turns SQLite's errors into the recorder's: by code, never by text.
func translatingErrors<Value>(_ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let error as DatabaseError {
    throw translated(error)
  }
}

func translatingErrors<Value>(_ body: () async throws -> Value) async throws -> Value {
  do {
    return try await body()
  } catch let error as DatabaseError {
    throw translated(error)
  }
}

/// Does what is somebody's own: what SQLite does not understand there is a mistake in a statement, and no fault of the
/// file.
func refusingMistakes<Value>(_ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
    throw RecorderError(.refused, reason(for: error))
  } catch let error as DatabaseError where error.resultCode == .SQLITE_MISUSE {
    // Of a connection that is lent it does not mean that it was closed, but that a statement has too few or too many
    // arguments, or is more than one.
    throw RecorderError(.refused, refusal(for: error))
  }
}

func translated(_ error: any Error) -> RecorderError {
  switch error {
  case let error as RecorderError: error
  case let error as DatabaseError: RecorderError(code(for: error), reason(for: error))
  default: RecorderError(.unavailable, "The database failed.")
  }
}

private func code(for error: DatabaseError) -> RecorderError.Code {
  switch error.resultCode {
  case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: .busy
  case .SQLITE_FULL: .full
  case .SQLITE_READONLY, .SQLITE_PERM: .readOnly
  case .SQLITE_NOTADB, .SQLITE_CORRUPT: .notADatabase
  case .SQLITE_TOOBIG, .SQLITE_MISMATCH, .SQLITE_CONSTRAINT: .unstorable
  case .SQLITE_MISUSE: .closed
  default: .unavailable
  }
}

/// A sentence for the code.
///
/// SQLite's own message is added where it says more; it never has a bound value in it.
private func reason(for error: DatabaseError) -> String {
  let number = error.extendedResultCode.rawValue
  return switch code(for: error) {
  case .busy: "The database is held by another process (SQLite code \(number)): try again."
  case .full: "There is no room left for the database (SQLite code \(number)). Nothing was recorded."
  case .readOnly: "The database may only be read (SQLite code \(number)): check the rights of its file and folder."
  case .notADatabase: "This is not an SQLite database, or it is damaged (SQLite code \(number))."
  case .unstorable where error.resultCode == .SQLITE_CONSTRAINT:
    "A constraint or a trigger of the database refuses it (SQLite code \(number)): "
      + "\(error.message ?? "no further message"). Nothing was recorded."
  case .unstorable: "A value is too large for the database (SQLite code \(number)). Nothing was recorded."
  case .closed: RecorderError.closed.reason
  case .unavailable where error.resultCode == .SQLITE_ERROR:
    // A mistake in SQL, or what SQLite does not do there, such as VACUUM in a transaction.
    refusal(for: error)
  default:
    "The database cannot be used (SQLite code \(number)): \(error.message ?? "no further message"). "
      + "Is it a file, in a folder that is there, which you may read and write?"
  }
}

private func refusal(for error: DatabaseError) -> String {
  "SQLite refuses a statement (SQLite code \(error.extendedResultCode.rawValue)): "
    + "\(error.message ?? "no further message")."
}
