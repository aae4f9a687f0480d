import EventSourcing
import Foundation

/// What is stored at the places that a group of requests wants, and what the accepted ones of them add to it.
struct StoredPlaces {
  private struct Place: Hashable {
    let sequenceID: UUID
    let position: Int
  }

  private var newest: [UUID: Int] = [:]
  private var taken: Set<Place> = []
  private var tracked: Set<TrackingRecord> = []

  /// Asks the database, inside a transaction that is begun here.
  init(
    of requests: [AppendRequest], on connection: PostgreSQLConnection, _ sql: PostgreSQLStatements
  ) throws {
    let ids = Array(Set(requests.flatMap(\.starts).map(\.sequenceID)))
    let timed = requests.filter { $0.kind == .timed }.flatMap(\.items)
    let tracking = requests.compactMap(\.tracking)
    let results = try connection.pipeline([
      (sql.begin, []), (sql.announceWriter, []),
      (sql.newestPositions, [.uuids(ids)]),
      (sql.takenPositions, [.uuids(timed.map(\.sequenceID)), .ints(timed.map(\.position))]),
      (sql.trackedRecords, [.texts(tracking.map(\.upstream)), .ints(tracking.map(\.notificationID))]),
    ])
    for (id, position) in zip(ids, try results[2].map({ try $0.optionalInt(0) })) { newest[id] = position }
    for (item, isTaken) in zip(timed, try results[3].map({ try $0.bool(0) })) where isTaken {
      taken.insert(Place(sequenceID: item.sequenceID, position: item.position))
    }
    for (record, isTracked) in zip(tracking, try results[4].map({ try $0.bool(0) })) where isTracked {
      tracked.insert(record)
    }
  }

  /// Takes the places of a request.
  ///
  /// - Throws: `ConcurrencyError`, `InvalidAppend.gap` or `AlreadyTracked`, and takes none, if they cannot be had.
  mutating func accept(_ request: AppendRequest) throws {
    try request.checkStarts { newest[$0] }
    if request.kind == .timed, let item = request.items.first(where: { taken.contains(Self.place($0)) }) {
      throw ConcurrencyError(sequenceID: item.sequenceID, position: item.position)
    }
    if let tracking = request.tracking, !tracked.insert(tracking).inserted {
      throw AlreadyTracked(tracking)
    }
    for item in request.items {
      taken.insert(Self.place(item))
      newest[item.sequenceID] = max(newest[item.sequenceID] ?? item.position, item.position)
    }
  }

  private static func place(_ item: SequencedItem) -> Place {
    Place(sequenceID: item.sequenceID, position: item.position)
  }
}
