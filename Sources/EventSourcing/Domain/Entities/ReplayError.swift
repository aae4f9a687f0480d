public import Foundation

/// Events are not one entity's events in order: a stored history is damaged, or a command has made a wrong event.
///
/// Trying again will not help. The ids and versions say where to look.
public enum ReplayError: Error, Hashable {
  /// A position is missing, or comes twice.
  case outOfSequence(id: UUID, expected: Int, found: Int)

  /// An event of another entity stands among this entity's events.
  case foreignEvent(expected: UUID, found: UUID, version: Int)

  /// The first event did not create an entity with the event's id.
  case createdNothing(id: UUID, version: Int)

  /// A later event created the entity once more.
  case createdTwice(id: UUID, version: Int)

  /// An event follows the one that discarded the entity.
  case afterTheEnd(id: UUID, version: Int)
}

extension ReplayError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .outOfSequence(let id, let expected, let found):
      "Entity \(id): the event at version \(expected) was due, but version \(found) came."
    case .foreignEvent(let expected, let found, let version):
      "Entity \(expected): the event at version \(version) belongs to entity \(found)."
    case .createdNothing(let id, let version):
      "Entity \(id): the event at version \(version) comes first, but the mutator made no entity of it."
    case .createdTwice(let id, let version):
      "Entity \(id): the event at version \(version) creates the entity a second time."
    case .afterTheEnd(let id, let version):
      "Entity \(id): the event at version \(version) comes after the entity was discarded."
    }
  }
}
