public import Foundation
private import Synchronization

/// Where an application gets the ids of new entities.
public struct IDGenerator: Sendable {
  private let make: @Sendable () -> UUID

  public init(_ make: @escaping @Sendable () -> UUID) {
    self.make = make
  }

  /// An id that was not given before.
  public func next() -> UUID {
    make()
  }

  /// Ids that grow with time (version 7): the ones to give to new entities.
  ///
  /// A database keeps its items in the order of their ids. Random ids scatter over all of it, so that each append
  /// changes a page of its own, which has to be read first and written back later. Ids that grow put the newest
  /// entities side by side, in pages that are in memory anyway, however much is stored.
  ///
  /// Who knows such an id knows when it was made. Where that must not be known, use `random`.
  public static let timeOrdered = timeOrdered(clock: .system)

  /// Ids that grow with the time of a clock, as RFC 9562 has them in sections 5.7 and 6.2 (method 3).
  ///
  /// The first 48 bits are milliseconds since 1970, the next 12 a fraction of a millisecond, and 62 are random. Ids of
  /// one generator always grow: in the same moment, or if the clock goes back, the next is a step of the fraction above
  /// the one before.
  public static func timeOrdered(clock: EventClock) -> IDGenerator {
    let newest = Atomic<UInt64>(0)
    return IDGenerator {
      let now = ticks(of: clock.now())
      var before = newest.load(ordering: .relaxed)
      while true {
        let tick = max(now, before + 1)
        let (isNewest, found) = newest.compareExchange(expected: before, desired: tick, ordering: .relaxed)
        if isNewest { return UUID(tick: tick, random: .random(in: .min ... .max)) }
        before = found
      }
    }
  }

  /// Random ids (version 4).
  public static let random = IDGenerator { UUID() }

  /// The ids `…0001`, `…0002` and so on, the same in each run: for tests and demonstrations.
  public static func counting() -> IDGenerator {
    let count = Atomic<UInt64>(0)
    return IDGenerator {
      let number = count.wrappingAdd(1, ordering: .relaxed).newValue
      return withUnsafeBytes(of: number.bigEndian) { low in
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, low[2], low[3], low[4], low[5], low[6], low[7]))
      }
    }
  }

  /// A time in steps of 1/4096 millisecond since 1970, which 60 bits hold until the year 10889.
  private static func ticks(of time: Timestamp) -> UInt64 {
    let (milliseconds, microseconds) = max(time.microseconds, 0).quotientAndRemainder(dividingBy: 1_000)
    return UInt64(min(milliseconds, 1 << 48 - 1)) << 12 + UInt64(microseconds) * 4_096 / 1_000
  }
}

extension UUID {
  /// An id of version 7.
  fileprivate init(tick: UInt64, random: UInt64) {
    let high = (tick >> 12) << 16 | 0x7000 | tick & 0xFFF
    let low = 0x8000_0000_0000_0000 | random >> 2
    self = withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }
}
