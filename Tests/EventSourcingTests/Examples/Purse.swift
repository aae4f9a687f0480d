import EventSourcing
import Foundation
import Synchronization
import Testing

/// A purse whose state depends on the order of its events: the example of an entity with snapshots.
struct Purse: Entity, Snapshottable, Equatable {
  enum Event: EventPayload, Equatable {
    static let storedName = "Purse"

    case bought(by: String)
    case filled(cents: Int)
    case halved
    case labelled(label: String?)
    case burnt

    enum CodingKeys: String, CodingKey, CaseIterable { case bought, filled, halved, labelled, burnt }
  }

  static let snapshotVersion: SnapshotVersion = 2

  var lifecycle: Lifecycle
  let owner: String
  var cents = 0
  var label: String?
  var labels: [String: Int] = [:]

  static func mutate(_ purse: inout Purse?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .bought(let owner): purse = Purse(lifecycle: Lifecycle(createdBy: event), owner: owner)
    case .filled(let cents): purse?.cents += cents
    case .halved: purse?.cents /= 2
    case .labelled(let label):
      purse?.label = label
      if let label { purse?.labels[label, default: 0] += 1 }
    case .burnt: purse = nil
    }
  }

  mutating func fill(_ cents: Int) async throws { try await trigger(.filled(cents: cents), at: .second(version)) }
  mutating func burn() async throws { try await trigger(.burnt, at: .second(version)) }
}

/// The same purse as an earlier program had it: its snapshots have another version, or only another shape.
protocol OlderPurse: Entity, Snapshottable where Event == Purse.Event {
  init(lifecycle: Lifecycle)
}

extension OlderPurse {
  static var snapshotName: String { Purse.snapshotName }

  static func mutate(_ purse: inout Self?, with event: DomainEvent<Event>) {
    if case .bought = event.payload { purse = Self(lifecycle: Lifecycle(createdBy: event)) }
    if case .burnt = event.payload { purse = nil }
  }
}

struct PurseOfVersion1: OlderPurse {
  static let snapshotVersion: SnapshotVersion = 1
  var lifecycle: Lifecycle
  var owner = "Ada"
  var cents = 77
  var labels: [String: Int] = [:]
  init(lifecycle: Lifecycle) { self.lifecycle = lifecycle }
}

/// Another type that is made of the events of purses, with values of the same names.
struct DoublingPurse: Entity, Snapshottable, Equatable {
  typealias Event = Purse.Event

  static let snapshotVersion: SnapshotVersion = 2

  var lifecycle: Lifecycle
  let owner: String
  var cents = 0
  var label: String?
  var labels: [String: Int] = [:]

  static func mutate(_ purse: inout DoublingPurse?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .bought(let owner): purse = DoublingPurse(lifecycle: Lifecycle(createdBy: event), owner: owner)
    case .filled(let cents): purse?.cents += 2 * cents
    case .halved, .labelled: break
    case .burnt: purse = nil
    }
  }
}

struct PurseOfOtherShape: OlderPurse {
  static let snapshotVersion: SnapshotVersion = 2
  var lifecycle: Lifecycle
  var euros = 5
  init(lifecycle: Lifecycle) { self.lifecycle = lifecycle }
}

extension Purse {
  /// The events of a purse with this id: bought, then what is said, one second after the other.
  static func history(
    _ id: UUID, _ payloads: [Event] = [], from time: Int = 0
  ) -> [DomainEvent<Event>] {
    ([.bought(by: "Ada")] + payloads).enumerated().map { version, payload in
      DomainEvent(entityID: id, entityVersion: version, timestamp: .second(time + version), payload: payload)
    }
  }

  /// So many events after the first.
  static func fillings(_ count: Int) -> [Event] {
    (1...max(count, 1)).prefix(count).map { .filled(cents: $0) }
  }
}

/// Events of purses, their snapshots, and a repository that reads both.
struct Purses {
  let recorder = InMemoryRecorder()
  let table = InMemoryRecorder()
  let store: EventStore<DomainEvent<Purse.Event>>
  let snapshots: SnapshotStore<Purse>
  let repository: Repository<Purse>
  let plain: Repository<Purse>
  let id = IDGenerator.counting().next()

  init(protection: EventProtection = .plain, keeping: Int? = nil) {
    store = EventStore(of: Purse.Event.self, in: recorder)
    snapshots = SnapshotStore(recorder: table, protection: protection, keeping: keeping)
    repository = Repository(eventStore: store, snapshots: snapshots)
    plain = Repository(eventStore: store)
  }

  /// Stores a purse with so many events, with snapshots at some of its versions.
  func fill(_ events: Int, snapshotsAt versions: [Int]) async throws {
    try await store.append(Purse.history(id, Purse.fillings(events - 1)))
    for version in versions { try await snapshots.take(of: id, at: version, from: store) }
  }

  /// The versions at which there are snapshots.
  func versions() async throws -> [Int] {
    var versions: [Int] = []
    for sequence in try await table.sequenceIDs(after: nil, limit: 10) {
      versions += try await table.items(of: sequence).map(\.position)
    }
    return versions
  }

  /// Changes the one snapshot that there is, as it is stored.
  func changeStored(_ change: (SequencedItem) -> Data) async throws {
    try await rewriteStored { item in
      // With a digest that is right: the data alone is to be seen as wrong.
      let opened = try #require(SnapshotSeal.opened(item))
      return SnapshotSeal.sealed(opened.with(data: change(opened))).data
    }
  }

  /// Puts other bytes in the place of what is stored of the first snapshot, its digest included.
  func rewriteStored(_ change: (SequencedItem) throws -> Data) async throws {
    let item = try await table.notifications(after: 0, limit: 1)[0].item
    try await table.rewrite([Rewrite(from: item, to: item.with(data: try change(item)))])
  }
}

extension SequencedItem {
  /// The same item with other data.
  fileprivate func with(data: Data) -> SequencedItem {
    SequencedItem(sequenceID: sequenceID, position: position, topic: topic, data: data, timestamp: timestamp)
  }
}
