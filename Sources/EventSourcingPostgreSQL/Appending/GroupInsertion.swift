import EventSourcing

/// A group of appends, as one insertion for each table.
struct GroupInsertion {
  /// In the order in which all writers take tables.
  private(set) var tables: [TableInsertion] = []

  private let appends: [PendingAppend]

  /// - Returns: `nil` if the appends do not go together: one needs what another takes, or leaves a gap after it.
  init?(_ appends: [PendingAppend]) {
    self.appends = appends
    for append in appends {
      for part in append.parts {
        let index = tables.firstIndex { $0.table === part.table }
        if index == nil { tables.append(TableInsertion(into: part.table)) }
        guard tables[index ?? tables.count - 1].add(part.request) else { return nil }
      }
    }
    if tables.count > 1 { tables.sort { $0.table.precedes($1.table) } }
  }

  /// Deals the ids of each table out to the appends again.
  ///
  /// They were drawn in the order of the items, so sorted they are in that order, whatever the order of the rows.
  func outcomes(_ ids: [[Int]]) -> [Result<[[Int]], any Error>] {
    let sorted = ids.map { $0.sorted() }
    var starts = ids.map { _ in 0 }
    return appends.map { append in
      .success(
        append.parts.map { part in
          let index = tables.firstIndex { $0.table === part.table } ?? 0
          let start = starts[index]
          starts[index] += part.request.items.count
          return Array(sorted[index][start..<starts[index]])
        })
    }
  }
}
