import EventSourcing

/// Commits a group of appends in one transaction, in which a conflict of one fails that one alone.
///
/// Nearly always nothing is in the way: then all goes to the server at once, in one round trip, and the tables' own
/// rules find what is. Only after such a refusal is the database asked what is stored.
struct PostgreSQLAppend {
  typealias Outcome = Result<[[Int]], any Error>

  let session: PostgreSQLSession

  /// The largest group in bytes, unless it is of one append.
  private static let largestGroup = 64 << 20

  func commit(_ appends: [PendingAppend]) -> [Outcome] {
    var outcomes: [Outcome] = []
    var group: [PendingAppend] = []
    var groupSize = 0
    func commitGathered() {
      if !group.isEmpty { outcomes += commitGroup(group) }
      (group, groupSize) = ([], 0)
    }
    for append in appends {
      let size = append.sizeInMessage
      if groupSize + size > Self.largestGroup || append.work != nil { commitGathered() }
      if size > PostgreSQLParameters.largestMessage {
        commitGathered()
        outcomes.append(.failure(RecorderError(.unstorable, "The append is too large. Nothing was recorded.")))
      } else {
        group.append(append)
        groupSize += size
        // Whatever work does, it does to its own append alone.
        if append.work != nil { commitGathered() }
      }
    }
    commitGathered()
    return outcomes
  }

  private func commitGroup(_ appends: [PendingAppend]) -> [Outcome] {
    do {
      return try commitTogether(appends)
    } catch {
      // What is wrong may be wrong with one append alone. Not when each would only have to wait again, nor when some of
      // it may have been recorded.
      let concernsAll = (error as? RecorderError).map { Self.concernsAll.contains($0.code) } ?? false
      guard appends.count > 1, !concernsAll else { return appends.map { _ in .failure(error) } }
      return commitOneByOne(appends)
    }
  }

  /// Commits each append by itself, so that each has an outcome of its own.
  private func commitOneByOne(_ appends: [PendingAppend]) -> [Outcome] {
    var outcomes: [Outcome] = []
    for append in appends {
      do {
        _ = try session.connection()
      } catch {
        // The others would wait for a connection as long, one after the other.
        return outcomes + appends[outcomes.count...].map { _ in .failure(translated(error)) }
      }
      outcomes += commitGroup([append])
    }
    return outcomes
  }

  private static let concernsAll: Set<RecorderError.Code> = [
    .busy, .timedOut, .full, .refused, .readOnly, .notADatabase, .unknownOutcome,
  ]

  /// - Throws: `RecorderError`, and what work throws.
  private func commitTogether(_ appends: [PendingAppend]) throws -> [Outcome] {
    do {
      let connection = try session.connection()
      if let insertion = GroupInsertion(appends),
        let outcomes = try commit(insertion, with: appends.first?.work, on: connection)
      {
        return outcomes
      }
      return try commitCarefully(appends, on: connection)
    } catch {
      throw translated(error)
    }
  }

  /// Looks what is stored, decides about each append in its turn, and commits those that can be.
  ///
  /// Others may store something in between, so it may have to be done again.
  private func commitCarefully(_ appends: [PendingAppend], on connection: PostgreSQLConnection) throws -> [Outcome] {
    for _ in 0..<5 {
      var stored: StoredPlacesOfTables
      do {
        stored = try StoredPlacesOfTables(of: appends, on: connection)
      } catch {
        try? rollBack(connection)
        throw error
      }
      var refusals: [Int: any Error] = [:]
      for (index, append) in appends.enumerated() {
        do { try stored.accept(append) } catch { refusals[index] = error }
      }
      let accepted = appends.indices.filter { refusals[$0] == nil }.map { appends[$0] }
      guard let insertion = GroupInsertion(accepted), !accepted.isEmpty else {
        try rollBack(connection)
        if accepted.isEmpty { return appends.indices.compactMap { refusals[$0].map { .failure($0) } } }
        break
      }
      guard var successes = try commit(insertion, with: accepted.first?.work, on: connection, isBegun: true)?[...]
      else {
        continue
      }
      return appends.indices.map { index in
        refusals[index].map { .failure($0) } ?? successes.removeFirst()
      }
    }
    if appends.count > 1 { return commitOneByOne(appends) }
    throw RecorderError(.busy, "Others stored at the same places time and again: try again. Nothing was recorded.")
  }

  /// Inserts and commits, in one round trip unless there is work to be done in between.
  ///
  /// - Returns: `nil` if a row was refused, so that nothing was recorded, nor any work begun.
  private func commit(
    _ insertion: GroupInsertion, with work: PendingAppend.Work?, on connection: PostgreSQLConnection,
    isBegun: Bool = false
  ) throws -> [Outcome]? {
    let group = GroupStatements(insertion, isBegun: isBegun, commits: work == nil)
    let ids: [[Int]]
    do {
      ids = try group.run(on: connection)
    } catch let failure as PostgreSQLFailure {
      if work == nil, !failure.isSurelyUndone(commitStep: group.commitStep) {
        connection.isSpoiled = true
        throw RecorderError.lostDuringCommit
      }
      try? rollBack(connection)
      guard failure.isConflict else { throw failure }
      return nil
    }
    if group.isSingle && ids[0].isEmpty { return nil }
    guard zip(ids, insertion.tables).allSatisfy({ $0.count == $1.items.count }) else {
      if work != nil { try? rollBack(connection) }
      throw RecorderError(
        work == nil ? .unknownOutcome : .refused,
        "The table has taken fewer rows than it was given: a trigger or a rule of it has left some out. Drop that, then "
          + "look what is stored.")
    }
    if let work {
      do {
        try connection.commit(after: work)
      } catch {
        connection.undoWork()
        throw error
      }
    }
    if work == nil { try connection.checkReplication() }
    return insertion.outcomes(ids)
  }

  /// A connection that cannot even do this is not used again.
  private func rollBack(_ connection: PostgreSQLConnection) throws {
    guard connection.isInTransaction else { return }
    do { try connection.execute("ROLLBACK") } catch { session.close() }
  }
}
