import EventSourcing

/// What a failure means of a statement that is not the recorder's, but somebody's own.
func ownStatementError(_ failure: PostgreSQLFailure) -> RecorderError {
  guard let sqlState = failure.sqlState, !failure.isConnectionLost, let (code, reason) = meaning(of: sqlState) else {
    return recorderError(failure)
  }
  return RecorderError(code, "\(reason) (SQLSTATE \(sqlState))")
}

extension RecorderError {
  static let emptyStatement = RecorderError(.refused, "The statement is empty.")

  static let copies = RecorderError(
    .refused,
    "COPY from STDIN or to STDOUT cannot be used here: insert rows by INSERT, and read them by SELECT.")

  static let tooLarge = RecorderError(
    .unstorable,
    "The values of a statement are larger together than 900 MiB, which is as much as PostgreSQL takes at once.")

  static let tooManyValues = RecorderError(
    .refused,
    "A statement has at most 65535 values: give arrays, as in unnest($1::int[]), or take several statements.")
}

private func meaning(of sqlState: String) -> (RecorderError.Code, String)? {
  switch sqlState {
  case "08P01": (.refused, "The statement needs another number of values: one for each of $1, $2 and so on.")
  case "42P01": (.refused, "The statement names a table that is not there: check its name, and its schema.")
  case "42703": (.refused, "The statement names a column that is not there: check its name.")
  case "3F000": (.refused, "The statement names a schema that is not there: check its name.")
  case "42883": (.refused, "The statement names a function or an operator that is not there for values of these types.")
  case "42P18", "42P08":
    (.refused, "The type of a value cannot be seen from the statement: say it, as in $1::text.")
  case "25001": (.refused, "The statement cannot be run inside a transaction, and work is always inside one.")
  case "42501": nil
  case _ where sqlState.hasPrefix("42"):
    (.refused, "The server does not understand the statement: it has a mistake, or is more than one.")
  case _ where sqlState.hasPrefix("0A"): (.refused, "The server cannot do what the statement asks for.")
  case "2200H": (.full, "A sequence that the statement draws a number from has come to its end.")
  case _ where sqlState.hasPrefix("22"): (.unstorable, "A value is not one that the statement can take.")
  case _ where sqlState.hasPrefix("23"): (.unstorable, "A table has a rule that refuses what the statement does.")
  case _ where sqlState.hasPrefix("P0"): (.refused, "A function or a trigger of the database refuses it.")
  default: nil
  }
}
