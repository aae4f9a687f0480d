// Exercise 20 · A lost update
//
// Two desks share a till. For each payment a line is written into its book: what is in the till from now on. In the
// evening there is more money in the till than the book says, and on some evenings there is less. Nobody has seen an
// error.
//
// The store refuses a line whose position is taken, so how can a payment be lost? Read `put`, and follow what two desks
// do that both put money in at the same moment. Then mend it. The lines of the book keep their form.
//
// Run it: swift run kit check 20
// Or, in the folder Exercises: swift test --filter Exercise20

public import EventSourcing
public import Foundation

/// The book of the theatre's tills.
public struct TillBook: Sendable {
  private let store: EventStore<DomainEvent<TillEvent>>
  private let repository: Repository<Till>

  public init(in recorder: any Recorder) {
    store = EventStore(of: TillEvent.self, in: recorder)
    repository = Repository(eventStore: store)
  }

  /// Opens a new till with some change in it.
  public func open(_ id: UUID, with cents: Int) async throws {
    try await write(.opened(cents: cents), for: id, at: 0)
  }

  /// Puts money into a till, or takes some out of it if there are less than 0 cents.
  ///
  /// - Returns: What is in the till then.
  /// - Throws: `NotEnough`; `EntityNotFound`; what the store throws.
  @discardableResult
  public func put(_ cents: Int, into id: UUID) async throws -> Int {
    // exercise
    //| let till = try await repository[id]
    //| let sum = till.cents + cents
    //| guard sum >= 0 else { throw NotEnough(cents: till.cents) }
    //| var position = till.version
    //| while true {
    //|   do {
    //|     try await write(.counted(cents: sum), for: id, at: position)
    //|     return sum
    //|   } catch is ConcurrencyError {
    //|     // The other desk has just written on this line: take the next.
    //|     position += 1
    //|   }
    //| }
    try await retryingOnConcurrencyError {
      let till = try await repository[id]
      let sum = till.cents + cents
      guard sum >= 0 else { throw NotEnough(cents: till.cents) }
      try await write(.counted(cents: sum), for: id, at: till.version)
      return sum
    }
    // exercise.end
  }

  private func write(_ line: TillEvent, for id: UUID, at position: Int) async throws {
    try await store.append(DomainEvent(entityID: id, entityVersion: position, timestamp: .now, payload: line))
  }
}
