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
  /// A conflict, or `IDOfAnotherKind` in its place if the first position of a sequence is taken by another kind.
  ///
  /// - Parameter isSameKind: Whether a topic is of the kind that the sequence should have.
  func named(
    _ conflict: ConcurrencyError, _ isSameKind: (_ sequenceID: UUID, _ topic: String) -> Bool
  ) async -> any Error {
    let id = conflict.sequenceID
    // Who cannot read it now still has the conflict.
    guard conflict.position == 0, conflict.found == nil, let first = try? await item(of: id, at: 0),
      !isSameKind(id, first.topic)
    else { return conflict }
    return IDOfAnotherKind(sequenceID: id, storedTopic: first.topic)
  }
}
