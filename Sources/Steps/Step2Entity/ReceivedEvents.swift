public import EventSourcing
public import Step1Events
private import Synchronization

/// Keeps the events it hears, in order: what a first look at a model needs, and a test.
public final class ReceivedEvents: Sendable {
  private let received = Mutex<[DomainEvent<ExampleEvent>]>([])

  /// Starts to listen.
  public init(on bus: EventBus = .current) {
    bus.subscribe(to: ExampleEvent.self) { [self] events in
      received.withLock { $0 += events }
    }
  }

  /// The events so far.
  public var all: [DomainEvent<ExampleEvent>] {
    received.withLock { $0 }
  }
}
