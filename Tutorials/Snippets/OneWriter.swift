import EventSourcing
import EventSourcingPostgreSQL

typealias AccountStore = EventStore<DomainEvent<Account.Event>>

func importEvents(
  _ events: [DomainEvent<Account.Event>], to store: AccountStore, in recorder: PostgreSQLRecorder
) async throws {
  // snippet.executor
  try await Task(executorPreference: recorder.executor) {
    for event in events { try await store.append(event) }
  }.value
  // snippet.end
}
