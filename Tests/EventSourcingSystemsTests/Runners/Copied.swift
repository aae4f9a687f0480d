import EventSourcing
import EventSourcingSystems
import Foundation

/// What a follower of tallies has made of one of them.
struct Copied: Aggregate {
  enum Event: EventPayload, Equatable {
    /// One event of it was dealt with, and whether all that it was decided on had been before.
    case copied(position: Int, isInOrder: Bool)

    static let storedName = "Copied"
    enum CodingKeys: String, CodingKey, CaseIterable { case copied }
  }

  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()
  private(set) var positions: [Int] = []
  private(set) var isInOrder = true

  static func mutate(_ copied: inout Copied?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .copied(let position, let isInOrder):
      if copied == nil { copied = Copied(lifecycle: Lifecycle(createdBy: event)) }
      copied?.positions.append(position)
      if !isInOrder { copied?.isInOrder = false }
    }
  }

  static func id(of id: UUID) -> UUID { UUID(named: "copied", in: id) }
}

extension ReactionWork {
  /// Takes note of an event of a tally, and of whether all that it was decided on was copied before.
  func copy(_ event: DomainEvent<Tally.Event>) async throws {
    guard case .counted(let seen) = event.payload else { return }
    let copies = repository(of: Copied.self)
    var isInOrder = true
    for (other, version) in seen where version > 0 && other != event.entityID {
      let id = Copied.id(of: other)
      let copied = try await copies.contains(id) ? copies[id].positions.count : 0
      if copied < version { isInOrder = false }
    }
    let made = Copied.Event.copied(position: event.entityVersion, isInOrder: isInOrder)
    let id = Copied.id(of: event.entityID)
    if try await copies.contains(id) {
      var copied = try await copies[id]
      try copied.trigger(made)
      try await copied.save()
    } else {
      var copied = try Copied.create(made, id: id)
      try await copied.save()
    }
  }
}

extension HostedApplication {
  /// What a follower has made of a tally; `nil` if nothing.
  func copied(_ id: UUID) async throws -> Copied? {
    let copies = try repository(of: Copied.self)
    return try await copies.contains(Copied.id(of: id)) ? copies[Copied.id(of: id)] : nil
  }

  /// How many events of a tally a follower has dealt with.
  func copies(of id: UUID) async throws -> Int {
    try await copied(id)?.positions.count ?? 0
  }
}

/// Tallies, and a follower that takes note of each of their events.
func copying(_ options: ReactionOptions = ReactionOptions()) throws -> System {
  let counter = try ProcessApplication("counter", catalog: EventCatalog(.events(of: Tally.Event.self)))
  let follower = try ProcessApplication(
    "follower", catalog: EventCatalog(.events(of: Copied.Event.self)), options: options
  )
  .when(Tally.Event.self) { event, work in try await work.copy(event) }
  return try System(counter | follower)
}
