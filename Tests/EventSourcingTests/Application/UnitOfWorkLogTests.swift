import EventSourcing
import Foundation
import Testing

@Suite("A log that a unit of work adds to", .ownEventBus)
struct UnitOfWorkLogTests {
  private let recorder = ScriptedRecorder()
  private let units: UnitsOfWork
  private let log: EventLog<LogEntry>

  init() throws {
    let catalog = try EventCatalog(
      .events(of: Account.Event.self),
      .entries(of: LogEntry.self, protection: EventProtection(cipher: MarkingCipher())))
    units = UnitsOfWork(recorder: recorder, catalog: catalog)
    log = EventLog(id: UUID(), eventStore: try catalog.eventStore(ofEntries: LogEntry.self, in: recorder))
  }

  /// The lines of the log with their distance from a time, in microseconds.
  private func lines(from time: Timestamp) async throws -> [String] {
    try await log.entries().map { entry in
      guard case .written(let line) = entry.payload else { return "" }
      return "\(entry.timestamp.microseconds - time.microseconds) \(line)"
    }
  }

  @Test func `gives each of several entries at one time a place of its own`() async throws {
    let (id, now) = (log.id, Timestamp.second(5))
    try await units.perform { work in
      try work.append(LogEntry.written(line: "a"), to: id, at: now)
      try work.append(TimestampedEvent(logID: id, timestamp: now, payload: LogEntry.written(line: "b")))
      try work.append(LogEntry.written(line: "c"), to: id, at: Timestamp(microseconds: now.microseconds + 1))
      // One of an earlier time comes before them.
      try work.append(LogEntry.written(line: "before"), to: id, at: Timestamp(microseconds: now.microseconds - 9))
    }
    #expect(try await lines(from: now) == ["-9 before", "0 a", "1 b", "2 c"])
    #expect(recorder.requests.all.count == 1)
  }

  @Test func `is no reason to refuse a unit: its entries get the next free places`() async throws {
    let (id, accountID, now) = (log.id, UUID(), Timestamp.second(5))
    try await log.append((0..<40).map { .written(line: "\($0)") }, at: now)
    let runs = Notes<Int>()
    try await units.perform { work in
      runs.add(1)
      _ = try await Account.open(id: accountID)
      try await EventMetadata.with(["user": "ada"]) {
        for line in ["a", "b", "c"] { try work.append(LogEntry.written(line: line), to: id, at: now) }
      }
    }
    #expect(try await lines(from: now).suffix(4) == ["39 39", "40 a", "41 b", "42 c"])
    #expect(try await log.entries().last?.metadata == ["user": "ada"])
    #expect(runs.all.count == 1 && recorder.requests.all.count == 3)
    #expect(try await recorder.items(of: accountID).count == 1)
  }

  @Test func `finds a place between those that others have taken`() async throws {
    let (id, now) = (log.id, Timestamp.second(5))
    for offset in [0, 2, 3, 5] {
      try await log.append(.written(line: "x"), at: Timestamp(microseconds: now.microseconds + offset))
    }
    try await units.perform { work in
      for line in ["a", "b", "c"] { try work.append(LogEntry.written(line: line), to: id, at: now) }
    }
    #expect(try await lines(from: now) == ["0 x", "1 a", "2 x", "3 x", "4 b", "5 x", "6 c"])
  }

  @Test func `does not hide that something else has changed`() async throws {
    let (id, accountID, now) = (log.id, UUID(), Timestamp.second(5))
    try await log.append(.written(line: "x"), at: now)
    try await EventStore(of: Account.Event.self, in: recorder).append(Account.history(accountID))
    await #expect(throws: ConcurrencyError(sequenceID: accountID, position: 0)) {
      try await units.perform { work in
        try work.append(LogEntry.written(line: "a"), to: id, at: now)
        _ = try await Account.open(id: accountID)
      }
    }
    #expect(try await lines(from: now) == ["0 x"])
  }

  @Test func `takes an entry of each of many units at once, at one time`() async throws {
    let (units, id, now) = (units, log.id, Timestamp.second(5))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for line in 0..<25 {
            try await units.perform { work in
              _ = try await Account.open(id: UUID())
              try work.append(LogEntry.written(line: "\(task)-\(line)"), to: id, at: now)
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(Set(try await log.entries().map { "\($0.payload)" }).count == 200)
  }

  @Test func `says where no time is left, and stands nowhere where entities begin`() async throws {
    let (id, end) = (log.id, Timestamp(microseconds: .max))
    await #expect(throws: NoTimeLeft(logID: id, entries: 2, from: end)) {
      try await units.perform { work in
        for line in ["a", "b"] { try work.append(LogEntry.written(line: line), to: id, at: end) }
      }
    }
    try await units.perform { work in
      try work.append(LogEntry.written(line: "zero"), to: id, at: Timestamp(microseconds: 0))
      try work.append(LogEntry.written(line: "end"), to: id, at: end)
    }
    await #expect(throws: NoTimeLeft(logID: id, entries: 1, from: end)) {
      try await units.perform { work in try work.append(LogEntry.written(line: "late"), to: id, at: end) }
    }
    #expect(try await log.entries().map(\.timestamp.microseconds) == [1, .max])
  }

  @Test func `is searched in growing steps where each of many entries has a taken place of its own`() async throws {
    let (id, now, notes) = (log.id, Timestamp.second(5), Notes<String>())
    let catalog = try EventCatalog(
      .entries(of: LogEntry.self, protection: EventProtection(cipher: MarkingCipher(notes: notes))))
    let units = UnitsOfWork(recorder: recorder, catalog: catalog)
    let imported: @Sendable (UnitOfWork) throws -> Void = { work in
      for line in 0..<3_000 {
        try work.append(
          LogEntry.written(line: "\(line)"), to: id, at: Timestamp(microseconds: now.microseconds + 2 * line))
      }
    }
    try await units.perform(imported)
    #expect(notes.all.count == 3_000 && recorder.requests.all.count == 1)
    try await units.perform(imported)
    #expect(recorder.requests.all.count <= 1 + 5)
    #expect(notes.all.count <= 3_000 * (1 + 4))
    let places = try await recorder.memory.items(of: id).map { $0.position - now.microseconds }
    #expect(places == Array(0..<6_000))
  }

  @Test func `is searched in growing steps where each of many logs has one taken place`() async throws {
    let (ids, now) = ((0..<500).map { _ in UUID() }, Timestamp.second(5))
    for _ in 0..<2 {
      try await units.perform { work in
        for id in ids { try work.append(LogEntry.written(line: ""), to: id, at: now) }
      }
    }
    #expect(recorder.requests.all.count <= 1 + 4)
    for id in ids { #expect(try await recorder.memory.items(of: id).map(\.position).last == now.microseconds + 1) }
  }

  @Test func `is not read from end to end for entries that stand far from each other`() async throws {
    let (id, start) = (log.id, Timestamp.second(5).microseconds)
    try await recorder.append(
      (0..<20_000).map { .sample(id, at: start + 2 * $0, topic: "LogEntry.written") }, kind: .timed)
    try await units.perform { work in
      for entry in 0..<20 {
        try work.append(LogEntry.written(line: ""), to: id, at: Timestamp(microseconds: start + 2_000 * entry))
      }
    }
    #expect(recorder.queries.all.compactMap(\.limit).reduce(0, +) <= 20 * 16)
    #expect(try await recorder.memory.item(of: id, at: start + 2_000 * 19 + 1) != nil)
  }

  @Test func `finds a place for each of its entries as if they came one after the other`() async throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<100 {
      let (id, start) = (UUID(), Timestamp.second(5).microseconds)
      var taken = Set((0..<40).map { _ in Int.random(in: 0..<60, using: &generator) })
      try await recorder.append(
        taken.sorted().map { .sample(id, at: start + $0, topic: "LogEntry.written") }, kind: .timed)
      let times = (0..<30).map { _ in Int.random(in: 0..<60, using: &generator) }
      try await units.perform { work in
        for time in times {
          try work.append(LogEntry.written(line: ""), to: id, at: Timestamp(microseconds: start + time))
        }
      }
      var next = Int.min
      for time in times.sorted() {
        let place = (max(time, next)...).first { !taken.contains($0) } ?? 0
        taken.insert(place)
        next = place + 1
      }
      #expect(try await recorder.memory.items(of: id).map { $0.position - start } == taken.sorted())
    }
  }
}
