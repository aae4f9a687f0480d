public import EventSourcing

/// What can happen to an example: it is created, its values change, and it is discarded.
public enum ExampleEvent: EventPayload, Hashable {
  case created(foo: String)
  case valueChanged(name: ExampleAttribute, value: String)
  case discarded

  public static let storedName = "Example"

  /// The cases under the names they are stored by: a case may be renamed, its stored name may not.
  public enum CodingKeys: String, CodingKey, CaseIterable {
    case created, valueChanged, discarded
  }
}

/// The values of an example that can change, each with the name that it is stored by.
public enum ExampleAttribute: String, CaseIterable, Codable, Sendable {
  case foo = "foo"
}
