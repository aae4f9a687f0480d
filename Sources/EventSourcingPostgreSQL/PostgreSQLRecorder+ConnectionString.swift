public import EventSourcing

extension PostgreSQLRecorder {
  /// Checks that libpq can read a connection string, without connecting.
  ///
  /// - Throws: `RecorderError.notADatabase`, with nothing of the string in it.
  public static func checkConnectionString(_ connection: String) throws(RecorderError) {
    _ = try PostgreSQLAddress(connection, options: PostgreSQLOptions())
  }
}
