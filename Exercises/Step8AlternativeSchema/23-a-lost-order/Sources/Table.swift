public import EventSourcing
import Foundation

/// A table in memory that does what matters here of a real one: it counts its rows, keeps keys unique, and sorts.
public struct Table: Sendable {
  public enum Column: Sendable {
    /// The number of the row, which the table counts: 1, 2, 3 and so on.
    case line
    case performance, entry, what, details, happenedAt
  }

  /// A row like this one is there: the same in each column of a unique key.
  public struct Duplicate: Error {}

  private let unique: [[Column]]
  private var rows: [ItemNotification] = []

  /// Makes an empty table.
  ///
  /// - Parameter unique: The unique keys: each is a list of columns that no two rows have all the same.
  public init(unique: [[Column]]) {
    self.unique = unique
  }

  /// Inserts a row, as `INSERT INTO …` does.
  ///
  /// - Returns: The number of the row.
  /// - Throws: `Duplicate`; then nothing was inserted.
  public mutating func insert(_ item: SequencedItem) throws -> Int {
    let row = ItemNotification(id: rows.count + 1, item: item)
    for key in unique where rows.contains(where: { there in key.allSatisfy { there[$0] == row[$0] } }) {
      throw Duplicate()
    }
    rows.append(row)
    return row.id
  }

  /// Gives rows, as `SELECT … WHERE … ORDER BY … LIMIT …` does.
  public func select(
    orderBy column: Column, limit: Int = .max, where isWanted: (ItemNotification) -> Bool
  ) -> [ItemNotification] {
    Array(rows.filter(isWanted).sorted { $0[column] < $1[column] }.prefix(limit))
  }
}

extension ItemNotification {
  /// The value in a column, as text that sorts as the value does.
  fileprivate subscript(column: Table.Column) -> String {
    switch column {
    case .line: Self.sortable(id)
    case .performance: item.sequenceID.uuidString
    case .entry: Self.sortable(item.position)
    case .what: item.topic
    case .details: String(decoding: item.data, as: UTF8.self)
    case .happenedAt: Self.sortable(item.timestamp.microseconds)
    }
  }

  private static func sortable(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
  }
}
