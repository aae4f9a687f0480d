private import Foundation
private import Synchronization

/// Where an application reads the time.
///
/// The clock comes in as a value, so a test or a demonstration can stop it. The current clock is a task's own, and what
/// `Timestamp.now` reads:
///
///     try await EventClock.$current.withValue(.stepping(from: start)) { … }
public struct EventClock: Sendable {
  /// The clock that `Timestamp.now` reads: the system's, unless a task has been given another.
  @TaskLocal public static var current = EventClock.system

  private let read: @Sendable () -> Timestamp

  public init(_ read: @escaping @Sendable () -> Timestamp) {
    self.read = read
  }

  /// The time now, by this clock.
  public func now() -> Timestamp {
    read()
  }

  /// The system's clock, to the nearest microsecond.
  public static let system = EventClock { Timestamp(Date()) }

  /// A clock that starts at a moment and moves one step each time it is read; at the end of time it stops.
  ///
  /// - Parameters:
  ///   - start: What the first reading gives.
  ///   - step: Microseconds between two readings: a second, by default.
  public static func stepping(from start: Timestamp, by step: Int = 1_000_000) -> EventClock {
    let ticks = Atomic(0)
    return EventClock {
      let tick = ticks.wrappingAdd(1, ordering: .relaxed).oldValue
      return Timestamp(microseconds: start.microseconds.plus(tick.times(step)))
    }
  }
}
