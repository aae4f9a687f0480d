// Exercise 23 · A ledger without order
//
// The box office has a ledger on a table of its own. The colleague who made the table knew that time only goes
// forward. In SQL it is this:
//
//   CREATE TABLE ledger (line INTEGER PRIMARY KEY, performance, entry, what, details, happened_at,
//                        UNIQUE (performance, happened_at))
//   SELECT * FROM ledger WHERE performance = ? ORDER BY happened_at
//   SELECT * FROM ledger WHERE line > ? ORDER BY happened_at LIMIT ?
//
// It worked for years. Then a second desk was opened, and now and then both write the same entry. Sometimes an entry is
// refused for no reason. One night the clock was put back by an hour: since then performances cannot be replayed, and
// the program that follows the ledger page by page has missed lines.
//
// All of this has one root in three places: time is taken for an order. Mend the table and both queries. What must
// hold: a performance has each entry number once, its entries are read in the order of their numbers, and who follows
// the ledger sees each line once, in the order in which they were written. `Table.swift` stays as it is.
//
// Run it: swift run kit check 23
// Or, in the folder Exercises: swift test --filter Exercise23

public import EventSourcing
public import Foundation
private import Synchronization

/// What happened to all performances, one line an entry.
public final class Ledger: Sendable {
  // exercise
  //| private let table = Mutex(Table(unique: [[.performance, .happenedAt]]))
  private let table = Mutex(Table(unique: [[.performance, .entry]]))
  // exercise.end

  public init() {}

  /// Writes an entry.
  ///
  /// - Returns: The number of its line.
  /// - Throws: `ConcurrencyError` if somebody else has written this entry first.
  @discardableResult
  public func write(_ entry: SequencedItem) throws -> Int {
    do {
      return try table.withLock { try $0.insert(entry) }
    } catch is Table.Duplicate {
      throw ConcurrencyError(sequenceID: entry.sequenceID, position: entry.position)
    }
  }

  /// The entries of a performance, in the order of their numbers.
  public func entries(of performance: UUID) throws -> [SequencedItem] {
    table.withLock { table in
      // exercise
      //| table.select(orderBy: .happenedAt) { $0.item.sequenceID == performance }.map(\.item)
      table.select(orderBy: .entry) { $0.item.sequenceID == performance }.map(\.item)
      // exercise.end
    }
  }

  /// The next lines, of all performances, for who follows the ledger.
  ///
  /// - Parameters:
  ///   - line: The number of the last line seen; 0 for the first page.
  ///   - limit: The largest number of lines.
  public func lines(after line: Int, limit: Int) throws -> [ItemNotification] {
    table.withLock { table in
      // exercise
      //| table.select(orderBy: .happenedAt, limit: limit) { $0.id > line }
      table.select(orderBy: .line, limit: limit) { $0.id > line }
      // exercise.end
    }
  }
}
