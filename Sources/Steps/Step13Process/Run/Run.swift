import ArgumentParser
import DatabaseChoice
import EventSourcing
import Step13Process

@main
struct Run: DatabaseCommand {
  static let configuration = CommandConfiguration(commandName: "step13", abstract: "Tells the story of step 13.")

  @OptionGroup var database: DatabaseOption

  func run() async throws {
    try await database.tell(table: .ofStep(13, "orders", metadata: "metadata")) { story, orders in
      // One database is enough, and each application has a table of its own in it.
      let payments = try await orders.another(table: .ofStep(13, "payments", metadata: "metadata"))
      try await Step13.tell(story, orders: orders, payments: payments)
    }
  }
}
