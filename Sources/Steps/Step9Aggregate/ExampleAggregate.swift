public import EventSourcing
public import Foundation

/// An aggregate: a root entity that answers for the entities inside it.
public struct ExampleAggregate: Aggregate, Equatable {
  /// An entity inside the aggregate: a plain value, which cannot publish and cannot be changed but by the root.
  public struct Part: Hashable, Sendable {
    public let id: UUID
    public fileprivate(set) var foo = ""
  }

  /// A command named an entity that the aggregate does not have.
  public struct NoSuchEntity: Error, Hashable, CustomStringConvertible {
    public let aggregateID: UUID
    public let entityID: UUID

    public init(aggregateID: UUID, entityID: UUID) {
      self.aggregateID = aggregateID
      self.entityID = entityID
    }

    public var description: String { "Aggregate \(aggregateID) has no entity \(entityID)." }
  }

  public var lifecycle: Lifecycle
  public var pendingEvents = PendingEvents<ExampleAggregateEvent>()
  private var parts: [UUID: Part] = [:]

  public static func mutate(_ aggregate: inout ExampleAggregate?, with event: DomainEvent<ExampleAggregateEvent>) {
    switch event.payload {
    case .created: aggregate = ExampleAggregate(lifecycle: Lifecycle(createdBy: event))
    case .entityCreated(let id): aggregate?.parts[id] = Part(id: id)
    case .entityChanged(let id, let foo): aggregate?.parts[id]?.foo = foo
    case .discarded: aggregate = nil
    }
  }

  /// Creates an aggregate; it is stored when it is saved.
  public static func create(id: UUID, at timestamp: Timestamp = .now) throws -> ExampleAggregate {
    try create(.created, id: id, at: timestamp)
  }

  public func countEntities() -> Int {
    parts.count
  }

  /// The entity of this id, if the aggregate has one.
  public subscript(entityID: UUID) -> Part? {
    parts[entityID]
  }

  /// Creates an entity inside the aggregate.
  ///
  /// - Throws: `EntityDiscarded`.
  public mutating func createEntity(id: UUID, at timestamp: Timestamp = .now) throws {
    try trigger(.entityCreated(entityID: id), at: timestamp)
  }

  /// Changes an entity inside the aggregate.
  ///
  /// - Throws: `NoSuchEntity`, `EntityDiscarded`.
  public mutating func setFoo(of entityID: UUID, to foo: String, at timestamp: Timestamp = .now) throws {
    guard parts[entityID] != nil else { throw NoSuchEntity(aggregateID: id, entityID: entityID) }
    try trigger(.entityChanged(entityID: entityID, foo: foo), at: timestamp)
  }

  /// Ends the life of the aggregate and of all that is inside it.
  ///
  /// - Throws: `EntityDiscarded`.
  public mutating func discard(at timestamp: Timestamp = .now) throws {
    try trigger(.discarded, at: timestamp)
  }

  private init(lifecycle: Lifecycle) {
    self.lifecycle = lifecycle
  }
}
