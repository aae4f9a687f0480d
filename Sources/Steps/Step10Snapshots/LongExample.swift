public import EventSourcing
public import Step1Events

/// An example with a long life: the events of step 1, folded into a state that can be kept as a snapshot.
public struct LongExample: Entity, Snapshottable, Equatable {
  /// Raised by one whenever the state has another shape, or the mutator folds in another way.
  public static let snapshotVersion: SnapshotVersion = 1

  public var lifecycle: Lifecycle

  /// What the example is about.
  public private(set) var foo: String

  /// How often that has changed.
  public private(set) var changes = 0

  public static func mutate(_ example: inout LongExample?, with event: DomainEvent<ExampleEvent>) {
    switch event.payload {
    case .created(let foo): example = LongExample(lifecycle: Lifecycle(createdBy: event), foo: foo)
    case .valueChanged(.foo, let value):
      example?.foo = value
      example?.changes += 1
    case .discarded: example = nil
    }
  }

  /// Changes what the example is about.
  ///
  /// - Throws: `EntityDiscarded`; what storing throws, for example `ConcurrencyError`.
  public mutating func setFoo(to value: String, at timestamp: Timestamp = .now) async throws {
    try await trigger(.valueChanged(name: .foo, value: value), at: timestamp)
  }

  /// Ends the example's life.
  ///
  /// - Throws: `EntityDiscarded`; what storing throws, for example `ConcurrencyError`.
  public mutating func discard(at timestamp: Timestamp = .now) async throws {
    try await trigger(.discarded, at: timestamp)
  }

  private init(lifecycle: Lifecycle, foo: String) {
    self.lifecycle = lifecycle
    self.foo = foo
  }
}
