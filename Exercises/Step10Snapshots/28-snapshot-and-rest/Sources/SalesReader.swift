// Exercise 28 · Snapshot and rest
//
// Each customer is an event, and a successful performance has many. To know what it has sold, all of them are folded,
// again and again. So somebody has begun to keep states on a shelf: what the sales were at a version.
//
// Read what a performance has sold, now or as it was at a version. Begin with the newest state on the shelf that is not
// too new, and fold the events that came after it, and no others. If there is no such state, begin at the first event.
//
// `Sales` is in Exercises/Sources/BoxOffice, the shelf in Shelf.swift beside this file. The version of a state is the
// number of events that it has folded.
//
// Run it: swift run kit check 28
// Or, in the folder Exercises: swift test --filter Exercise28

public import BoxOffice
public import EventSourcing
public import Foundation
import Practice

/// Reads what performances have sold.
public struct SalesReader: Sendable {
  private let eventStore: EventStore<DomainEvent<PerformanceEvent>>
  private let shelf: Shelf

  public init(eventStore: EventStore<DomainEvent<PerformanceEvent>>, shelf: Shelf) {
    self.eventStore = eventStore
    self.shelf = shelf
  }

  /// The sales of a performance, now or as they were at a version; `nil` if there are none, or it was cancelled.
  public func sales(of id: UUID, at version: Int? = nil) async throws -> Sales? {
    // TODO: Begin with a state from the shelf, if there is one that helps, and fold what came after it.
    throw TODO("Begin with a state from the shelf, if there is one that helps, and fold what came after it.")
  }
}
