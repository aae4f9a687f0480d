import EventSourcing

enum ExampleEvent: EventPayload {
  case created(foo: String)
  case changed(name: String, value: String)  // It was valueChanged until today.
  case discarded

  static let storedName = "Example"

  enum CodingKeys: String, CodingKey, CaseIterable {
    case created, valueChanged, discarded
  }
}
