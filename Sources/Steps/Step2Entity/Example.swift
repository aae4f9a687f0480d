public import EventSourcing
public import Foundation
public import Step1Events

/// An example entity: a value with one property, whose state follows from its events alone.
public struct Example: Entity, Equatable {
  public var lifecycle: Lifecycle

  /// What the example is about.
  public private(set) var foo: String

  public static func mutate(_ example: inout Example?, with event: DomainEvent<ExampleEvent>) {
    switch event.payload {
    case .created(let foo): example = Example(lifecycle: Lifecycle(createdBy: event), foo: foo)
    case .valueChanged(.foo, let value): example?.foo = value
    case .discarded: example = nil
    }
  }

  /// Creates an example.
  ///
  /// - Throws: What storing throws, for example `ConcurrencyError` if the id is taken.
  public static func create(foo: String, id: UUID, at timestamp: Timestamp = .now) async throws -> Example {
    try await create(.created(foo: foo), id: id, at: timestamp)
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
}
