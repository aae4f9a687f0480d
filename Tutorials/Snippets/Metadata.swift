import EventSourcing

func depositAsAda(_ account: inout Account) async throws {
  // snippet.metadata
  EventBus.current.subscribeToAll { events in
    for event in events { print(type(of: event.payload).storedName, "by", event.metadata["user"] ?? "nobody") }
  }
  try await EventMetadata.with(["user": "ada", "correlation": "request 4711"]) {
    try await account.deposit(cents: 500)
  }
  // snippet.end
}
