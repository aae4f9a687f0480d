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
}
