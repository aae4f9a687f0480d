public import EventSourcing
public import GRDB

extension SQLiteDatabase {
  /// Records requests of several of this database's recorders, and does work of your own, in one transaction: all or
  /// nothing.
  ///
  /// - Parameters:
  ///   - appends: In this order, each judged by what the ones before it have left; may be none if there is work, to make
  ///     a table for example.
  ///   - work: See `SQLiteRecorder.append(_:also:)`.
  /// - Returns: The notification ids of each request.
  /// - Throws: `RecorderError.refused` if a recorder is of another database; and what a recorder's append throws.
  @discardableResult
  public func append(
    _ appends: [(recorder: SQLiteRecorder, request: AppendRequest)],
    also work: (@Sendable (Database) throws -> Void)? = nil
  ) async throws -> [[Int]] {
    guard !appends.isEmpty || work != nil else { throw InvalidAppend.empty }
    guard appends.allSatisfy({ $0.recorder.database === self }) else {
      throw RecorderError(
        .refused,
        "A recorder of another database cannot take part in this append: one transaction is of one database. Get all "
          + "the recorders from one SQLiteDatabase.")
    }
    var begun: [SQLiteRecorder] = []
    defer { for recorder in begun { recorder.uses.end() } }
    var parts: [SQLiteRequest.Part] = []
    for (recorder, request) in appends {
      try recorder.uses.begin()
      begun.append(recorder)
      parts.append(try recorder.part(request))
    }
    return try await commit(SQLiteRequest(parts: parts, work: work.map(SQLiteWork.init)))
  }
}
