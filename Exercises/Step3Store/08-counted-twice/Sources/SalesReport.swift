// Exercise 08 · A projection that counts twice
//
// The director gets a report: how many seats of each performance are sold. It is made from the events of all
// performances. Each recorded event has a number of its own, its notification id: 1, 2, 3 and so on, in the order in
// which they were recorded, with gaps here and there. The report hears of events in two ways:
//
// - `catchUp` reads them from the store, page by page. The office calls it each morning.
// - `count` is told of one, as it happens, by a messenger. If the line breaks, the messenger tells the last ones again.
//
// At night the report is saved as JSON, and read again in the morning. That is why it is `Codable`.
//
// The director says that more seats are sold than the theatre has. Find out what is counted twice, and mend it: each
// event counts once, however often the report is told. And `catchUp` reads only what is new, since there are years of
// events, and old ones are archived and cannot be read any more. Keep the report small: it has no room for a list of
// all that it has seen.
//
// Run it: swift run kit check 08
// Or, in the folder Exercises: swift test --filter Exercise08

public import BoxOffice
public import EventSourcing
public import Foundation

/// How many seats of each performance are sold.
public struct SalesReport: Codable, Equatable, Sendable {
  /// By the performance's id.
  public private(set) var seatsSold: [UUID: Int] = [:]

  public init() {}

  /// Counts what has happened.
  ///
  /// - Parameters:
  ///   - event: An event of any performance.
  ///   - id: Its notification id.
  public mutating func count(_ event: DomainEvent<PerformanceEvent>, id: Int) {
    switch event.payload {
    case .seatsSold(let count, _): seatsSold[event.entityID, default: 0] += count
    case .seatsReturned(let count): seatsSold[event.entityID, default: 0] -= count
    case .scheduled, .cancelled: break
    }
  }

  /// Counts what the store has.
  public mutating func catchUp(with store: EventStore<DomainEvent<PerformanceEvent>>) async throws {
    var position = 0
    while true {
      let page = try await store.events(ofCases: [.seatsSold, .seatsReturned], after: position, limit: 100)
      guard let last = page.last else { return }
      for (id, event) in page { count(event, id: id) }
      position = last.id
    }
  }
}
