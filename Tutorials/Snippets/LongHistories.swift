import EventSourcing
import EventSourcingPostgreSQL
import Foundation

/// An account whose state can be kept.
struct LongAccount: Entity, Snapshottable {
  typealias Event = Account.Event

  static let snapshotVersion: SnapshotVersion = 1

  var lifecycle: Lifecycle
  var cents = 0

  static func mutate(_ account: inout LongAccount?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .opened: account = LongAccount(lifecycle: Lifecycle(createdBy: event))
    case .deposited(let cents): account?.cents += cents
    case .withdrawn(let cents): account?.cents -= cents
    }
  }
}

func readLongHistory(of id: UUID, in database: PostgreSQLDatabase, _ store: AccountStore) async throws -> Int {
  // snippet.snapshots
  let snapshots = SnapshotStore<LongAccount>(recorder: try await database.recorder(table: .snapshots), keeping: 3)
  let policy = try SnapshotPolicy(every: 100, eventStore: store, snapshots: snapshots)
  let accounts = Repository<LongAccount>(eventStore: store, snapshots: snapshots)
  let account = try await accounts[id]
  await policy.close()
  // snippet.end
  return account.cents
}
