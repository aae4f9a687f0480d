import EventSourcing
import Foundation

/// What a group of appends puts into one table, as one insertion.
struct TableInsertion {
  /// What the database must see of a row's sequence.
  enum Rule: Int16 {
    /// Nothing: it comes after another row of the insertion, or is a later one of a timed sequence.
    case follows

    /// That its position is the next of a counted sequence.
    case next

    /// That the sequence is timed, or empty.
    case timedStart

    /// The same as of `next`; the row stands for an assertion, and goes again before the commit.
    ///
    /// Whoever appends at that position meanwhile waits for it, as for a row that stays.
    case assertion
  }

  let table: PostgreSQLTable
  private(set) var items: [SequencedItem] = []
  private(set) var rules: [Rule] = []

  /// The records to be moved, in the order of their upstreams' names.
  var tracking: [TrackingRecord] {
    records.count < 2
      ? Array(records.values)
      : records.values.sorted { $0.upstream.utf8.lexicographicallyPrecedes($1.upstream.utf8) }
  }

  private var newest = SequencePositions()
  private var timed: Set<UUID> = []
  private var asserted: [UUID: Int] = [:]
  private var records: [ExactText: TrackingRecord] = [:]

  init(into table: PostgreSQLTable) {
    self.table = table
  }

  /// What is asserted of sequences that nobody in the group writes.
  var assertions: [SequenceAssertion] {
    asserted.map { SequenceAssertion(sequenceID: $0.key, version: $0.value) }
  }

  /// Takes a request into the insertion.
  ///
  /// - Returns: `false` if it does not go together with those before it: it needs what one of them takes, or leaves a
  ///   gap after it, or is another one's kind.
  mutating func add(_ request: AppendRequest) -> Bool {
    if let record = request.tracking, !add(record) { return false }
    for assertion in request.assertions where !add(assertion) { return false }
    if items.isEmpty { items = request.items } else { items += request.items }
    rules.reserveCapacity(items.count)
    // Only the first item of a sequence in the request is to be held against what is stored.
    var begun = SequencePositions()
    for item in request.items {
      let id = item.sequenceID
      if begun[id] == nil {
        guard let rule = rule(of: item, request.kind(of: id)) else { return false }
        rules.append(rule)
        newest[id] = max(newest[id] ?? item.position, item.position)
      } else {
        rules.append(.follows)
        // In a request the positions of a sequence grow.
        if newest[id].map({ $0 < item.position }) ?? true { newest[id] = item.position }
      }
      begun[id] = item.position
    }
    return true
  }

  private mutating func rule(of item: SequencedItem, _ kind: SequenceKind) -> Rule? {
    let (id, before) = (item.sequenceID, newest[item.sequenceID])
    switch kind {
    case .counted:
      guard timed.isEmpty || !timed.contains(id) else { return nil }
      if let before { return item.position == before &+ 1 ? .follows : nil }
      if !asserted.isEmpty, let version = asserted[id] {
        guard version == item.position else { return nil }
        // The item itself asserts it from now on.
        asserted[id] = nil
      }
      return .next
    case .timed:
      guard before == nil || timed.contains(id) else { return nil }
      return timed.insert(id).inserted ? .timedStart : .follows
    }
  }

  private mutating func add(_ assertion: SequenceAssertion) -> Bool {
    let (id, version) = (assertion.sequenceID, assertion.version)
    guard !timed.contains(id) else { return false }
    if let before = newest[id] { return version == before &+ 1 }
    return asserted.updateValue(version, forKey: id).map { $0 == version } ?? true
  }

  /// A record that goes on from another one of the group, in the same log, makes one with it.
  private mutating func add(_ record: TrackingRecord) -> Bool {
    let name = ExactText(record.upstream)
    guard let before = records[name] else {
      records[name] = record
      return true
    }
    guard record.from == before.to.id, record.to.log == before.to.log else { return false }
    records[name] = TrackingRecord(upstream: record.upstream, from: before.from, to: record.to)
    return true
  }
}
