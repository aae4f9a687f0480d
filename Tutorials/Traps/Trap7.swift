import EventSourcing
import EventSourcingSQLite
import Foundation
import GRDB
import Step2Entity
import Step5Application
import Story

/// Two read, change and write back: the first change is lost, and so it is when a decision is not made again.
enum Trap7: Trap {
  static let title = "Read, change, write back"

  /// A table of how things are: one row an example, with the number it holds.
  struct StateTable {
    let database: DatabaseQueue

    /// - Parameter meanwhile: What others do between the two transactions.
    func addOne(to id: UUID, meanwhile: () async throws -> Void = {}) async throws {
      let foo = try await foo(of: id)
      try await meanwhile()
      try await database.write { db in
        try db.execute(sql: "UPDATE examples SET foo = ? WHERE id = ?", arguments: [foo + 1, id])
      }
    }

    func foo(of id: UUID) async throws -> Int {
      try await database.read { db in
        try Int.fetchOne(db, sql: "SELECT foo FROM examples WHERE id = ?", arguments: [id]) ?? 0
      }
    }
  }

  static func spring(_ story: Story) async throws {
    try await lose(story)
    let recorder = try await SQLiteRecorder(.memory)
    try await recorder.closing {
      try await withApplication(recorder: recorder, clock: story.clock, ids: story.ids) { app in
        try await loseInEvents(story, app)
        try await cured(story, app)
      }
    }
  }

  private static func lose(_ story: Story) async throws {
    story.part("A table of how things are. Two read foo = 0, and each adds 1 and writes it back:")
    let table = StateTable(database: try DatabaseQueue())
    let id = story.ids.next()
    try await table.database.write { db in
      try db.execute(sql: "CREATE TABLE examples (id BLOB PRIMARY KEY, foo INTEGER NOT NULL)")
      try db.execute(sql: "INSERT INTO examples VALUES (?, 0)", arguments: [id])
    }
    try await table.addOne(to: id) { try await table.addOne(to: id) }
    story.say("both were told that it is saved")
    let foo = try await table.foo(of: id)
    guard foo == 1 else { throw NotAsTold("No update was lost: foo is \(foo).") }
    story.say("foo = \(foo)")
  }

  /// Reads again after a conflict, but does not decide again.
  static func addOneHastily(
    to id: UUID, _ app: ExampleApplication, meanwhile: () async throws -> Void = {}
  ) async throws {
    let sum = try await app.repository[id].number + 1
    try await meanwhile()
    try await app.change(id) { example in
      try await example.setFoo(to: String(sum), at: app.clock.now())
    }
  }

  private static func loseInEvents(_ story: Story, _ app: ExampleApplication) async throws {
    story.part("An event-sourced example. Two work out the sum, and then each stores it, trying again if need be:")
    let id = try await app.createExample(foo: "0").id
    try await addOneHastily(to: id, app) { try await addOneHastily(to: id, app) }
    let number = try await app.repository[id].number
    guard number == 1 else { throw NotAsTold("No update was lost: foo is \(number).") }
    story.say("foo = \(number)")
    story.events(try await app.eventStore.events(of: id))
  }

  /// Reads, decides and stores as one, and does all of it again after a conflict.
  static func addOne(
    to id: UUID, _ app: ExampleApplication, meanwhile: () async throws -> Void = {}
  ) async throws {
    try await app.change(id) { example in
      let sum = example.number + 1
      try await meanwhile()
      try await example.setFoo(to: String(sum), at: app.clock.now())
    }
  }

  private static func cured(_ story: Story, _ app: ExampleApplication) async throws {
    story.part("Two work out the sum inside of what is tried again:")
    let id = try await app.createExample(foo: "0").id
    var attempts = 0
    try await addOne(to: id, app) {
      attempts += 1
      if attempts == 1 { try await addOne(to: id, app) }
    }
    let number = try await app.repository[id].number
    guard number == 2 else { throw NotAsTold("An update was lost: foo is \(number).") }
    story.say("attempts of the one who came second: \(attempts)")
    story.say("foo = \(number)")
  }
}

extension Example {
  /// The number that foo holds.
  fileprivate var number: Int { Int(foo) ?? 0 }
}
