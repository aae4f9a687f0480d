import CPostgreSQL
import EventSourcing

extension PostgreSQLConnection {
  /// So many different statements of somebody's own are kept prepared on a connection; others are sent whole each time.
  private static let mostPrepared = 500

  /// Runs statements of somebody's own all at once: one round trip.
  ///
  /// Those that come again are prepared, since planning one takes longer than running it.
  ///
  /// - Throws: `PostgreSQLFailure` of the first that failed; what `run` throws.
  func runAll(_ statements: [PostgreSQLStatement]) throws -> [PostgreSQLResult] {
    let values = try statements.map { try OwnValues($0.sql, $0.values) }
    let counts = Dictionary(statements.map { (StatementText($0.sql), 1) }, uniquingKeysWith: +)
    let names = zip(statements, values).map { statement, values in
      let isRepeated = counts[StatementText(statement.sql)] ?? 0 > 1
      return isBehindPooler ? nil : ownName(statement.sql, values.types, isRepeated: isRepeated)
    }
    return try preparingOwn(statements, names, values)
  }

  /// Prepares what is to be, in the same round trip, before all else.
  private func preparingOwn(
    _ statements: [PostgreSQLStatement], _ names: [OwnName?], _ values: [OwnValues]
  ) throws -> [PostgreSQLResult] {
    var isNew: Set<OwnName> = []
    var new: [(name: OwnName, index: Int)] = []
    for (index, name) in names.enumerated() {
      if let name, prepared[name.key] == nil, isNew.insert(name).inserted { new.append((name, index)) }
    }
    let count = new.count
    let results: [PostgreSQLResult]
    do {
      results = try pipeline(count + statements.count) { step in
        if step < count {
          let index = new[step].index
          return PQsendPrepare(
            connection, new[step].name.name, statements[index].sql, CInt(values[index].types.count),
            values[index].types)
        }
        let index = step - count
        return values[index].withPointers { number, pointers, lengths, formats, types in
          guard let name = names[index] else {
            return PQsendQueryParams(
              connection, statements[index].sql, number, types, pointers, lengths, formats, 0)
          }
          return PQsendQueryPrepared(connection, name.name, number, pointers, lengths, formats, 0)
        }
      }
    } catch let failure as PostgreSQLFailure {
      // Some may have been prepared, and others not: nobody goes by them again.
      if count > 0, failure.step.map({ $0 < count }) != false { isSpoiled = true }
      for (name, _) in new where failure.step ?? 0 >= count { prepared[name.key] = name.name }
      throw failure
    }
    for (name, _) in new { prepared[name.key] = name.name }
    return Array(results.dropFirst(count))
  }

  /// The name that a statement is prepared under for values of these types; `nil` if it is not worth it.
  private func ownName(_ sql: String, _ types: [Oid], isRepeated: Bool) -> OwnName? {
    let key = StatementText("\(types.map { $0 == 0 ? "t" : "b" }.joined()) \(sql)")
    if let name = prepared[key] { return OwnName(key: key, name: name) }
    guard isRepeated, prepared.count < Self.mostPrepared else { return nil }
    return OwnName(key: key, name: "own_\(key.name)")
  }

  private struct OwnName: Hashable {
    let key: StatementText
    let name: String
  }
}
