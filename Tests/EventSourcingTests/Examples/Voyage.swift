import EventSourcing
import Foundation

/// A ship's voyage with its crates: the example of an aggregate, whose commands collect events until it is saved.
struct Voyage: Aggregate, Equatable {
  enum Event: EventPayload, Equatable {
    static let storedName = "Voyage"

    case planned(ship: String)
    case loaded(crate: String, kilograms: Int)
    case reweighed(crate: String, kilograms: Int)
    case cancelled

    enum CodingKeys: String, CodingKey, CaseIterable { case planned, loaded, reweighed, cancelled }
  }

  /// A plain value inside the aggregate: it has no lifecycle and nothing to publish with.
  struct Crate: Equatable {
    let name: String
    var kilograms: Int
  }

  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()
  let ship: String
  private(set) var crates: [Crate] = []

  init(lifecycle: Lifecycle, ship: String) {
    self.lifecycle = lifecycle
    self.ship = ship
  }

  static func mutate(_ voyage: inout Voyage?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .planned(let ship):
      voyage = Voyage(lifecycle: Lifecycle(createdBy: event), ship: ship)
    case .loaded(let crate, let kilograms):
      voyage?.crates.append(Crate(name: crate, kilograms: kilograms))
    case .reweighed(let crate, let kilograms):
      guard let place = voyage?.crates.firstIndex(where: { $0.name == crate }) else { return }
      voyage?.crates[place].kilograms = kilograms
    case .cancelled:
      voyage = nil
    }
  }

  static func plan(ship: String = "Beagle", id: UUID) throws -> Voyage {
    try create(.planned(ship: ship), id: id, at: .second(0))
  }

  mutating func load(_ crate: String, kilograms: Int) throws {
    try trigger(.loaded(crate: crate, kilograms: kilograms), at: .second(version))
  }

  mutating func reweigh(_ crate: String, kilograms: Int) throws {
    try trigger(.reweighed(crate: crate, kilograms: kilograms), at: .second(version))
  }

  mutating func cancel() throws {
    try trigger(.cancelled, at: .second(version))
  }
}
