import EventSourcing
import Foundation
import Step1Events
import Step2Entity

typealias ExampleStore = EventStore<DomainEvent<ExampleEvent>>
typealias ExampleMapper = SequencedItemMapper<DomainEvent<ExampleEvent>>

/// The entity of the steps on a recorder, as an application has it: what is triggered is published, and stored.
struct Examples {
  let store: ExampleStore
  let repository: Repository<Example>
  private let ids: IDGenerator

  init(_ recorder: any Recorder, cipher: (any Cipher)? = nil, ids: IDGenerator = .timeOrdered) {
    self.ids = ids
    store = ExampleStore(of: ExampleEvent.self, in: recorder, cipher: cipher)
    repository = Repository(eventStore: store)
  }

  /// Lends the body a bus with a policy that stores what is published there.
  func whileStoring<Value>(_ body: () async throws -> Value) async throws -> Value {
    try await EventBus.$current.withValue(EventBus()) {
      let policy = try PersistencePolicy(eventStore: store)
      defer { policy.close() }
      return try await body()
    }
  }

  /// Creates one entity and changes it, so that so many events are stored, one a save.
  ///
  /// - Returns: The entity's id.
  @discardableResult
  func save(_ events: Int) async throws -> UUID {
    var example = try await Example.create(foo: "bar0", id: ids.next())
    for number in 1..<max(events, 1) {
      try await example.setFoo(to: "bar\(number)")
    }
    return example.id
  }

  /// Saves so many events, one a save, with tasks at the same time that have an entity each.
  func save(_ events: Int, savers: Int) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<savers {
        group.addTask { try await save(events / savers) }
      }
      try await group.waitForAll()
    }
  }

  /// The events of one entity.
  static func events(_ count: Int, of id: UUID = IDGenerator.timeOrdered.next()) -> [DomainEvent<ExampleEvent>] {
    events(0..<count, of: id)
  }

  /// Some of the events of one entity.
  static func events(_ versions: Range<Int>, of id: UUID) -> [DomainEvent<ExampleEvent>] {
    let start = Timestamp.now
    return versions.map { version in
      DomainEvent(
        entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: start.microseconds + version),
        payload: version == 0 ? .created(foo: "bar0") : .valueChanged(name: .foo, value: "bar\(version)"))
    }
  }

  /// What a recorder is given for the events of new entities, of which all have as many: the loops in C store the same.
  static func items(_ count: Int, entities: Int = 1) throws -> LimitItems {
    let mapper = ExampleMapper()
    return LimitItems(
      try (0..<entities).flatMap { _ in try events(count / entities).map(mapper.item(from:)) })
  }

  /// What a recorder is given for the events of one entity.
  static func items(of id: UUID, _ count: Int) throws -> LimitItems {
    let mapper = ExampleMapper()
    return LimitItems(try events(count, of: id).map(mapper.item(from:)))
  }
}
