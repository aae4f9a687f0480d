import EventSourcing
import EventSourcingSystems
import Foundation

/// Something that is counted up, having looked at others.
struct Tally: Aggregate {
  enum Event: EventPayload, Equatable {
    /// One more, decided on others as they were.
    case counted(seen: [UUID: Int])

    static let storedName = "Tally"
    enum CodingKeys: String, CodingKey, CaseIterable { case counted }
  }

  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()

  static func mutate(_ tally: inout Tally?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .counted: if tally == nil { tally = Tally(lifecycle: Lifecycle(createdBy: event)) }
    }
  }
}

extension UnitRepository<Tally> {
  /// How often something was counted, as the unit sees it.
  func count(of id: UUID) async throws -> Int {
    try await contains(id) ? self[id].version : 0
  }

  /// Counts one up, having looked at others.
  func count(_ id: UUID, seeing others: [UUID] = []) async throws {
    var seen: [UUID: Int] = [:]
    for other in others { seen[other] = try await count(of: other) }
    if try await contains(id) {
      var tally = try await self[id]
      try tally.trigger(.counted(seen: seen))
      try await tally.save()
    } else {
      var tally = try Tally.create(.counted(seen: seen), id: id)
      try await tally.save()
    }
  }
}

extension HostedApplication {
  /// Counts one up, having looked at others.
  func count(_ id: UUID, seeing others: [UUID] = []) async throws {
    try await perform { work in try await work.repository(of: Tally.self).count(id, seeing: others) }
  }

  /// How often something was counted, as it is recorded.
  func count(of id: UUID) async throws -> Int {
    let tallies = try repository(of: Tally.self)
    return try await tallies.contains(id) ? tallies[id].version : 0
  }
}
