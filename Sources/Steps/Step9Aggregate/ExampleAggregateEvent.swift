public import EventSourcing
public import Foundation

/// What can happen to an example aggregate and to the entities inside it.
public enum ExampleAggregateEvent: EventPayload, Hashable {
  case created
  case entityCreated(entityID: UUID)
  case entityChanged(entityID: UUID, foo: String)
  case discarded

  public static let storedName = "ExampleAggregate"

  public enum CodingKeys: String, CodingKey, CaseIterable {
    case created, entityCreated, entityChanged, discarded
  }
}
