import EventSourcing
import Foundation
import Testing

@Suite("An id that is in use", .ownEventBus)
struct IDInUseTests {
  private let recorder = InMemoryRecorder()
  private let id = IDGenerator.counting().next()

  private var accounts: EventStore<DomainEvent<Account.Event>> { EventStore(of: Account.Event.self, in: recorder) }
  private var opening: DomainEvent<Account.Event> { Account.history(id)[0] }

  @Test func `by another kind is named, with what is stored under it`() async throws {
    try await recorder.append([.sample(id, at: 0, topic: "Parcel.lost")])
    let error = await #expect(throws: IDOfAnotherKind.self) { try await accounts.append(opening) }
    #expect(error == IDOfAnotherKind(sequenceID: id, storedTopic: "Parcel.lost"))
    #expect(error?.description.contains("Give the new entity an id of its own") == true)
    #expect(try await recorder.items(of: id).count == 1)
  }

  @Test func `by another kind is named in a unit of work, too`() async throws {
    try await recorder.append([.sample(id, at: 0, topic: "Parcel.lost")])
    let units = UnitsOfWork(recorder: recorder, catalog: try EventCatalog(.events(of: Account.Event.self)))
    await #expect(throws: IDOfAnotherKind(sequenceID: id, storedTopic: "Parcel.lost")) {
      try await units.perform { [id] _ in _ = try await Account.open(id: id) }
    }
  }

  @Test func `by its own kind is a conflict, which tells what it may be`() async throws {
    try await accounts.append(opening)
    let error = await #expect(throws: ConcurrencyError.self) { try await accounts.append(opening) }
    #expect(error == ConcurrencyError(sequenceID: id, position: 0))
    #expect(
      error?.description
        == "Sequence \(id): position 0 is taken. The id is in use: read again and decide again. If reading finds nothing, "
        + "what had it has ended, and something new needs an id of its own.")
  }

  @Test func `is not what is said of an assertion that there is nothing under it`() async throws {
    try await recorder.append([.sample(id, at: 0, topic: "Parcel.lost")])
    let nothing = SequenceAssertion(sequenceID: id, version: 0)
    await #expect(throws: ConcurrencyError(sequenceID: id, position: 0, found: 1)) {
      try await accounts.append(Account.history(UUID()), assertions: [nothing])
    }
  }

  @Test func `is a conflict at a later position, whatever is stored there`() async throws {
    try await recorder.append([.sample(id, at: 0, topic: "Parcel.lost"), .sample(id, at: 1, topic: "Parcel.lost")])
    let deposit = DomainEvent(
      entityID: id, entityVersion: 1, timestamp: .second(1), payload: Account.Event.deposited(amount: 1))
    await #expect(throws: ConcurrencyError(sequenceID: id, position: 1)) { try await accounts.append(deposit) }
  }
}
