import EventSourcing

/// Commits a group of appends in one transaction, in which a conflict of one fails that one alone.
///
/// Nearly always nothing is in the way: then all goes to the server at once, in one round trip, and the tables' own
/// rules find what is. Only after such a refusal is the database asked what is stored.
struct PostgreSQLAppend {
  typealias Outcome = GroupCommit<PostgreSQLSession>.Outcome

  let session: PostgreSQLSession
  let sql: PostgreSQLStatements

  /// The largest group in bytes, unless it is of one request.
  private static let largestGroup = 64 << 20

  func commit(_ requests: [AppendRequest]) -> [Outcome] {
    var outcomes: [Outcome] = []
    var group: [AppendRequest] = []
    var groupSize = 0
    for request in requests {
      let size = request.items.reduce(0) { $0 + $1.sizeInMessage }
      if groupSize + size > Self.largestGroup, !group.isEmpty {
        outcomes += commitGroup(group)
        (group, groupSize) = ([], 0)
      }
      if size > PostgreSQLParameters.largestMessage {
        outcomes.append(.failure(RecorderError(.unstorable, "The append is too large. Nothing was recorded.")))
      } else {
        group.append(request)
        groupSize += size
      }
    }
    return group.isEmpty ? outcomes : outcomes + commitGroup(group)
  }

  private func commitGroup(_ requests: [AppendRequest]) -> [Outcome] {
    do {
      return try commitTogether(requests)
    } catch {
      // What is wrong may be wrong with one append alone. Not when each would only have to wait again, nor when some of
      // it may have been recorded.
      guard requests.count > 1, !Self.concernsAll.contains(error.code) else {
        return requests.map { _ in .failure(error) }
      }
      return commitOneByOne(requests)
    }
  }

  /// Commits each request by itself, so that each has an outcome of its own.
  private func commitOneByOne(_ requests: [AppendRequest]) -> [Outcome] {
    var outcomes: [Outcome] = []
    for request in requests {
      do {
        _ = try session.connection()
      } catch {
        // The others would wait for a connection as long, one after the other.
        return outcomes + requests[outcomes.count...].map { _ in .failure(translated(error)) }
      }
      outcomes += commitGroup([request])
    }
    return outcomes
  }

  private static let concernsAll: Set<RecorderError.Code> = [
    .busy, .timedOut, .full, .refused, .readOnly, .notADatabase, .unknownOutcome,
  ]

  private func commitTogether(_ requests: [AppendRequest]) throws(RecorderError) -> [Outcome] {
    do {
      let connection = try session.connection()
      if let insertion = GroupInsertion(requests), let outcomes = try commit(insertion, on: connection) {
        return outcomes
      }
      return try commitCarefully(requests, on: connection)
    } catch let failure as PostgreSQLFailure {
      throw recorderError(failure)
    } catch let error as RecorderError {
      throw error
    } catch {
      throw RecorderError(.unavailable, "The database failed.")
    }
  }

  /// Looks what is stored, decides about each request in its turn, and commits those that can be.
  ///
  /// Others may store something in between, so it may have to be done again.
  private func commitCarefully(
    _ requests: [AppendRequest], on connection: PostgreSQLConnection
  ) throws -> [Outcome] {
    for _ in 0..<5 {
      var stored: StoredPlaces
      do {
        stored = try StoredPlaces(of: requests, on: connection, sql)
      } catch {
        try? rollBack(connection)
        throw error
      }
      var refusals: [Int: any Error] = [:]
      for (index, request) in requests.enumerated() {
        do { try stored.accept(request) } catch { refusals[index] = error }
      }
      let accepted = requests.indices.filter { refusals[$0] == nil }.map { requests[$0] }
      guard let insertion = GroupInsertion(accepted) else {
        try rollBack(connection)
        break
      }
      guard var successes = try commit(insertion, on: connection, isBegun: true)?[...] else { continue }
      return requests.indices.map { index in
        refusals[index].map { .failure($0) } ?? successes.removeFirst()
      }
    }
    if requests.count > 1 { return commitOneByOne(requests) }
    throw RecorderError(.busy, "Others stored at the same places time and again: try again. Nothing was recorded.")
  }

  /// Inserts and commits, in one round trip.
  ///
  /// - Returns: `nil` if a row was refused, so that nothing was recorded.
  private func commit(
    _ insertion: GroupInsertion, on connection: PostgreSQLConnection, isBegun: Bool = false
  ) throws -> [Outcome]? {
    let group = GroupStatements(insertion, isBegun: isBegun, sql)
    do {
      let results = try group.run(on: connection)
      let ids = try group.idStep.map { try results[$0].map { try $0.int(0) } } ?? []
      return group.isSingle && ids.isEmpty ? nil : insertion.outcomes(ids)
    } catch let failure as PostgreSQLFailure {
      // The server works through what it was sent in order. If it said that it failed before the commit, that was not
      // reached; if it said nothing, it may have been.
      if failure.isConnectionLost, let step = failure.step, step >= group.commitStep || failure.sqlState == nil {
        throw RecorderError.lostDuringCommit
      }
      try? rollBack(connection)
      guard failure.isConflict else { throw failure }
      return nil
    }
  }

  /// A connection that cannot even do this is not used again.
  private func rollBack(_ connection: PostgreSQLConnection) throws {
    guard connection.isInTransaction else { return }
    do { try connection.execute("ROLLBACK") } catch { session.close() }
  }
}
