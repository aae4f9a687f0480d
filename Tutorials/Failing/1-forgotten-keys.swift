import EventSourcing

enum ExampleEvent: EventPayload {
  case created(foo: String)
  case discarded

  static let storedName = "Example"
}
