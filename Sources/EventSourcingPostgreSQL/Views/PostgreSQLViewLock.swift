import EventSourcing

/// A lock of a session of its own, which the server frees when the connection is gone.
///
/// Not on the connection that writes: each append lets go of all locks there.
final class PostgreSQLViewLock: ViewLock {
  private let lane: PostgreSQLLane

  private init(_ lane: PostgreSQLLane) {
    self.lane = lane
  }

  func release() async {
    try? await lane.run { session in session.end() }
  }

  /// - Returns: `nil` if somebody else has it.
  /// - Throws: `RecorderError.refused` behind a pooler.
  static func take(_ number: Int, in database: PostgreSQLDatabase) async throws -> PostgreSQLViewLock? {
    guard !database.isBehindPooler else {
      throw RecorderError(
        .refused,
        "What only one process may do at a time, as making a view anew or doing effects, needs a lock that lasts as long "
          + "as a session, and behind a pooler there is no such session: open the database past the pooler for that.")
    }
    try database.checkOpen()
    let lane = PostgreSQLLane(database.address)
    do {
      let isTaken = try await lane.run { session in
        let connection = try session.connection()
        // Between the two looks another server may have come to be behind the address.
        guard !connection.isBehindPooler else { return false }
        return try connection.query("SELECT pg_catalog.pg_try_advisory_lock($1::int8)", [.int(number)])
          .first { try $0.bool(0) } ?? false
      }
      let lock = PostgreSQLViewLock(lane)
      if isTaken { return lock }
      await lock.release()
      return nil
    } catch {
      throw translated(error)
    }
  }
}
