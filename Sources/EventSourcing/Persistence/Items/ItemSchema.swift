public import Foundation

/// An item type of your own: a `SequencedItem` under other names, in a table of its own.
///
/// Open a database's recorder with `table`, and read its rows as this type. (A recorder in memory has no table; it
/// gives its items as this type all the same.)
///
///     let recorder = try await SQLiteRecorder(.file(path), table: StoredEvent.table)
///     let rows = try await recorder.items(StoredEvent.self, of: id)
public protocol ItemSchema: Sendable {
  /// The names in the database.
  static var table: ItemTable { get }

  init(_ item: SequencedItem)
}

extension Recorder {
  /// The items of a sequence that a query asks for, as a type of your own.
  public func items<Schema: ItemSchema>(
    _ schema: Schema.Type, of sequenceID: UUID, where query: PositionQuery = .all
  ) async throws -> [Schema] {
    try await items(of: sequenceID, where: query).map(Schema.init)
  }
}
