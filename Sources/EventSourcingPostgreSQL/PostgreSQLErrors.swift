import EventSourcing

/// Turns a failure of PostgreSQL into the recorder's error: by code, never by text.
///
/// The server's texts are left out: they may quote values, and a trigger may put whatever it likes into them.
func recorderError(_ failure: PostgreSQLFailure) -> RecorderError {
  guard !failure.isTimedOut else {
    return RecorderError(
      .timedOut,
      "The server has not answered in time, nor told that the statement takes too long: look whether it runs, and "
        + "whether the network is whole.")
  }
  guard let sqlState = failure.sqlState else {
    return RecorderError(
      .unavailable,
      failure.isConnectionLost
        ? "No server answers, or the connection to it was lost: check the address, and whether the server runs."
        : "The connection to the server cannot be used.")
  }
  // The sequence of the ids has given its last number.
  guard sqlState != "2200H" else { return .idsUsedUp }
  let (code, reason) = meaning(of: sqlState)
  return RecorderError(code, "\(reason) (SQLSTATE \(sqlState))")
}

func translated(_ error: any Error) -> any Error {
  (error as? PostgreSQLFailure).map(recorderError) ?? error
}

extension RecorderError {
  static let lostDuringCommit = RecorderError(
    .unknownOutcome,
    "The connection was lost during the commit, or no answer came in time, so the change was recorded or it was not: look, then decide."
  )
}

/// What the caller can do about a code, or a class of codes: the first two characters.
private func meaning(of sqlState: String) -> (RecorderError.Code, String) {
  switch sqlState {
  case "28P01", "28000":
    (.refused, "The server does not let this user in: check the user's name and password, and the server's rules.")
  case "3D000": (.notADatabase, "There is no database of this name: make it, or check the name.")
  case "42501": (.refused, "The user has not the rights for this: check what the database's owner has granted.")
  case "25006":
    (.readOnly, "The server or the user may only read: connect to the primary server, as a user who may write.")
  case "42P01", "42703", "3F000":
    (.unavailable, "A table, a column or the schema is not there, or no longer: open the database again to make it.")
  case "25P02": (.unavailable, "A statement before this one has failed, so the transaction can do no more.")
  case _ where sqlState.hasPrefix("42"):
    (.unavailable, "The server does not understand the statement: it has a mistake, or is more than one.")
  case "53100": (.full, "There is no room left for the database. Nothing was recorded.")
  case "53300": (.busy, "The server has no connection left: try again, or raise its max_connections.")
  case "55P03", "40001", "40P01": (.busy, "Others held what this needed for too long: try again.")
  case "57014": (.timedOut, "The statement took longer than the statement timeout. It was given up.")
  case "25P03", "25P04":
    (.timedOut, "A transaction did not go on for longer than the statement timeout. It was undone.")
  case _ where sqlState.hasPrefix("57P") || sqlState.hasPrefix("08"):
    (.unavailable, "The server is starting or stopping, or has ended the connection: try again.")
  case _ where sqlState.hasPrefix("22") || sqlState.hasPrefix("54"):
    (.unstorable, "A value cannot be stored. Nothing was recorded.")
  case _ where sqlState.hasPrefix("23"):
    (.unstorable, "The table has a rule of its own that refuses this. Nothing was recorded.")
  default: (.unavailable, "The database failed.")
  }
}
