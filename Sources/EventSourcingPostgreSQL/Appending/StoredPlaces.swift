import EventSourcing
import Foundation

/// What is stored at the places of a table that a group of requests wants, and what the accepted ones of them add to
/// it.
struct StoredPlaces {
  private var sequences: [UUID: StoredSequence] = [:]
  private var taken: Set<SequencePlace> = []
  private var tracked: [ExactText: LogPosition] = [:]

  private let ids: [UUID]
  private let places: [SequencePlace]
  private let upstreams: [String]

  /// - Parameter requests: Those that are to be held against what is stored.
  init(wantedBy requests: [AppendRequest]) {
    ids = Array(Set(requests.flatMap { $0.starts.map(\.sequenceID) + $0.assertions.map(\.sequenceID) }))
    places = requests.flatMap { request in
      request.timedItems + request.starts.filter { request.kind(of: $0.sequenceID) == .counted }
    }.map(SequencePlace.init(of:))
    upstreams = requests.compactMap(\.tracking?.upstream)
  }

  /// What asks the database for them.
  func questions(_ table: PostgreSQLTable) -> [PostgreSQLTable.Statement] {
    [
      table.writing.storedSequences(ids), table.writing.takenPositions(places), table.tracking.positions(of: upstreams),
    ]
  }

  /// Takes what the database has answered.
  mutating func take(_ answers: ArraySlice<PostgreSQLResult>) throws {
    let answers = Array(answers)
    let stored = try answers[0].map { row in
      StoredSequence(newestPosition: try row.optionalInt(0), beginsAtZero: try row.bool(1))
    }
    for (id, sequence) in zip(ids, stored) { sequences[id] = sequence }
    for (place, isTaken) in zip(places, try answers[1].map({ try $0.bool(0) })) where isTaken { taken.insert(place) }
    let positions = try answers[2].map { row in row.isNull(0) ? nil : try LogPosition(row: row) }
    for (upstream, position) in zip(upstreams, positions) { tracked[ExactText(upstream)] = position }
  }

  /// Takes the places of a request.
  ///
  /// - Throws: What `AppendRequest.check` throws, and takes none, if they cannot be had.
  mutating func accept(_ request: AppendRequest) throws {
    try request.check(
      tracked: { tracked[ExactText($0)] }, stored: stored,
      isTaken: { taken.contains(SequencePlace($0, $1)) })
    if let tracking = request.tracking { tracked[ExactText(tracking.upstream)] = tracking.to }
    for item in request.items {
      taken.insert(SequencePlace(of: item))
      let before = stored(item.sequenceID)
      sequences[item.sequenceID] = StoredSequence(
        newestPosition: max(before.newestPosition ?? item.position, item.position),
        beginsAtZero: before.beginsAtZero || item.position == 0)
    }
  }

  private func stored(_ id: UUID) -> StoredSequence {
    sequences[id] ?? StoredSequence(newestPosition: nil, beginsAtZero: false)
  }
}

/// What is stored at the places of several tables.
struct StoredPlacesOfTables {
  private let tables: [PostgreSQLTable]
  private var places: [StoredPlaces]

  /// Asks the database, inside a transaction that is begun here.
  init(of appends: [PendingAppend], on connection: PostgreSQLConnection) throws {
    let parts = appends.flatMap(\.parts)
    var tables: [PostgreSQLTable] = []
    for part in parts where !tables.contains(where: { $0 === part.table }) { tables.append(part.table) }
    places = tables.map { table in
      StoredPlaces(wantedBy: parts.filter { $0.table === table }.map(\.request))
    }
    let questions = zip(tables, places).flatMap { table, places in places.questions(table) }
    var answers = try connection.pipeline([GroupStatements.beginning] + questions).dropFirst()
    for index in places.indices {
      let count = questions.count / places.count
      try places[index].take(answers.prefix(count))
      answers = answers.dropFirst(count)
    }
    self.tables = tables
  }

  /// Takes the places of an append, in all its tables or in none.
  mutating func accept(_ append: PendingAppend) throws {
    var changed = places
    for part in append.parts {
      guard let index = tables.firstIndex(where: { $0 === part.table }) else { continue }
      try changed[index].accept(part.request)
    }
    places = changed
  }
}
