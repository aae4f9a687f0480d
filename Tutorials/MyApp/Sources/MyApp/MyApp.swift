import EventSourcing
import EventSourcingSQLite
import Foundation

@main
enum MyApp {
  static func main() async throws {
    let recorder = try await SQLiteRecorder(.file("accounts.sqlite"))
    try await recorder.closing {
      try await EventBus.$current.withValue(EventBus()) {
        let store = EventStore(of: Account.Event.self, in: recorder)
        let policy = try PersistencePolicy(eventStore: store)
        defer { policy.close() }
        let accounts = Repository<Account>(eventStore: store)

        var account = try await Account.create(.opened(owner: "Ada"), id: IDGenerator.timeOrdered.next())
        try await account.deposit(cents: 500)
        print(try await accounts[account.id].cents)
      }
    }
  }
}
