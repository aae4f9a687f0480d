import EventSourcing
import Foundation
import Synchronization
import Testing

extension Timestamp {
  /// So many seconds after 2026-01-01 00:00:00.
  static func second(_ number: Int) -> Timestamp {
    Timestamp(microseconds: 1_767_225_600_000_000 + number * 1_000_000)
  }
}

extension SequencedItem {
  /// An item whose topic and data do not matter, or are given.
  static func sample(
    _ sequenceID: UUID, at position: Int, topic: String = "Sample.made", data: String = "{}"
  ) -> SequencedItem {
    SequencedItem(
      sequenceID: sequenceID, position: position, topic: topic, data: Data(data.utf8), timestamp: .second(0))
  }

  /// The data as the text that it is when nothing compresses or encrypts it.
  var text: String { String(decoding: data, as: UTF8.self) }
}

/// A refusal that only a test makes.
struct Refusal: Error, Equatable {}

/// What several handlers or calls took down, in the order in which they did.
final class Notes<Note: Sendable>: Sendable {
  private let state = Mutex<[Note]>([])

  var all: [Note] { state.withLock { $0 } }

  func add(_ note: Note) {
    state.withLock { $0.append(note) }
  }
}

/// Gives each test a current event bus of its own.
struct OwnEventBus: TestTrait, SuiteTrait, TestScoping {
  var storing = EventBus.Storing.required
  let isRecursive = true

  @concurrent
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await EventBus.$current.withValue(EventBus(storing: storing)) { try await function() }
  }
}

extension Trait where Self == OwnEventBus {
  static var ownEventBus: Self { Self() }

  /// For a model alone, whose events nobody stores.
  static var ownEventBusForAModel: Self { Self(storing: .notRequired) }
}

extension SequencedItemMapper {
  /// The item of a payload at position 0 of a sequence.
  func item<Payload>(storing payload: Payload) throws -> SequencedItem where Event == DomainEvent<Payload> {
    try item(
      from: DomainEvent(
        entityID: IDGenerator.counting().next(), entityVersion: 0, timestamp: .second(0), payload: payload))
  }
}
