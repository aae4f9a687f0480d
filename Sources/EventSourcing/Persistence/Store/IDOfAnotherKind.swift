public import Foundation

/// An entity was to be created under an id that an entity of another kind has: reading again does not help.
///
/// Nothing was stored. Give the new entity an id of its own.
public struct IDOfAnotherKind: Error, Hashable, CustomStringConvertible {
  public let sequenceID: UUID

  /// The topic of the first event that is stored under the id.
  public let storedTopic: String

  public init(sequenceID: UUID, storedTopic: String) {
    self.sequenceID = sequenceID
    self.storedTopic = storedTopic
  }

  public var description: String {
    "Sequence \(sequenceID): the id belongs to another kind of entity, whose first event is stored under “\(storedTopic)”. "
      + "Nothing was stored. Give the new entity an id of its own."
  }
}

extension Recorder {
  /// Runs an append, and says what it is if the first position of a sequence is taken by another kind.
  ///
  /// - Parameter isSameKind: Whether a topic is of the kind that the sequence should have.
  /// - Throws: `IDOfAnotherKind` in place of that `ConcurrencyError`; what the append throws.
  func namingOtherKinds<Value>(
    _ isSameKind: (_ sequenceID: UUID, _ topic: String) -> Bool, _ append: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await append()
    } catch let conflict as ConcurrencyError {
      throw await named(conflict, isSameKind)
    }
  }

  /// A conflict, or what it is if it is for the id of another kind.
  func named(
    _ conflict: ConcurrencyError, _ isSameKind: (_ sequenceID: UUID, _ topic: String) -> Bool
  ) async -> any Error {
    let id = conflict.sequenceID
    // Who cannot read it now still has the conflict.
    guard conflict.position == 0, let first = try? await item(of: id, at: 0), !isSameKind(id, first.topic) else {
      return conflict
    }
    return IDOfAnotherKind(sequenceID: id, storedTopic: first.topic)
  }
}
