public import BoxOffice
import EventSourcing
public import Foundation

/// States that somebody has kept, of whatever performances.
public struct Shelf: Sendable {
  private let states: [Sales]

  public init(_ states: [Sales]) {
    self.states = states
  }

  /// The newest state of a performance at or below a version; `nil` if there is none.
  public func newest(of id: UUID, atMost version: Int) -> Sales? {
    states.filter { $0.id == id && $0.version <= version }.max { $0.version < $1.version }
  }
}
