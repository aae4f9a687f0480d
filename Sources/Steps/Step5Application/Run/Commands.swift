import ArgumentParser
import DatabaseChoice
import EventSourcing
import Foundation
import Step2Entity
import Step5Application
import Story

struct CreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Create an example, and print its id.",
    usage: "step5 --database <database> create <foo>")

  @ParentCommand var parent: Run
  @Argument(help: "What the example is about.") var foo: String

  func run() async throws {
    try await parent.database.withApplication(creating: true) { app in
      print(try await app.createExample(foo: foo).id)
    }
  }
}

struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show an example as it is, or as it was.",
    usage: "step5 --database <database> show <id> [--version <version>]")

  @ParentCommand var parent: Run
  @Argument(help: "The example's id.") var id: UUID
  @Option(help: "Show it as it was when it had this number of events.") var version: Int?

  func run() async throws {
    try await parent.database.withApplication { app in
      let example = if let version { try await app.repository[id, at: version] } else { try await app.repository[id] }
      print("foo: \(example.foo.printable)")
      print("version: \(example.version)")
      print("created: \(example.createdOn)")
      print("last modified: \(example.lastModifiedOn)")
    }
  }
}

struct SetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Change what an example is about.",
    usage: "step5 --database <database> set <id> <foo>")

  @ParentCommand var parent: Run
  @Argument(help: "The example's id.") var id: UUID
  @Argument(help: "What it is about from now on.") var foo: String

  func run() async throws {
    try await parent.database.withApplication { app in
      let example = try await app.change(id) { try await $0.setFoo(to: foo, at: app.clock.now()) }
      print("version \(example.version): foo = \(example.foo.printable)")
    }
  }
}

struct DiscardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discard", abstract: "End an example's life; its history stays.",
    usage: "step5 --database <database> discard <id>")

  @ParentCommand var parent: Run
  @Argument(help: "The example's id.") var id: UUID

  func run() async throws {
    try await parent.database.withApplication { app in
      try await app.change(id) { try await $0.discard(at: app.clock.now()) }
      print("discarded")
    }
  }
}

struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List all examples that are not discarded.",
    usage: "step5 --database <database> list")

  @ParentCommand var parent: Run

  func run() async throws {
    try await parent.database.withApplication { app in
      var last: UUID?
      while true {
        let ids = try await app.eventStore.recorder.sequenceIDs(after: last, limit: 100)
        for id in ids {
          guard let example = try await app.repository.eventPlayer.replay(id).entity else { continue }
          print("\(id)  version \(example.version)  \(example.foo.printable)")
        }
        guard let next = ids.last else { return }
        last = next
      }
    }
  }
}

struct HistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show all that happened to an example, discarded or not.",
    usage: "step5 --database <database> history <id>")

  @ParentCommand var parent: Run
  @Argument(help: "The example's id.") var id: UUID

  func run() async throws {
    try await parent.database.withApplication { app in
      let items = try await app.eventStore.recorder.items(of: id)
      guard !items.isEmpty else { throw EntityNotFound(id: id, reason: .neverExisted) }
      Story().table(
        ["position", "time (UTC)", "topic", "data"],
        items.map { [String($0.position), $0.timestamp.description, $0.topic, $0.data.readable] })
    }
  }
}
