// Exercise 18 · A new key
//
// A key does not last for ever: somebody who knew it leaves, or a laptop is lost. So the box office needs a ring of
// keys, which changes its key and loses no booking. The rules:
//
// 1. `rotated(to:)` is the ring after a change. It encrypts with the new key only, and reads whatever any key that it
//    ever had has encrypted.
// 2. `mapper` is how bookings are stored with the ring as it is.
// 3. `retireOlderKeys(in:)` writes all stored bookings anew, encrypted with the current key. Nothing else of them
//    changes, and none moves to another place. The ring that it returns has forgotten the older keys. If a booking
//    cannot be read, the error comes out, and nobody has forgotten anything.
//
// For the third there is `HistoryRewriter` in the library: it reads with one mapper and writes with another, in one
// transaction.
//
// Run it: swift run kit check 18
// Or, in the folder Exercises: swift test --filter Exercise18

public import BoxOffice
public import EventSourcing
public import EventSourcingCrypto
import Practice

/// The keys of the box office: one that encrypts, and those before it, which still read.
public struct KeyRing: Sendable {
  private var current: AESKey
  private var older: [AESKey] = []

  /// The ring on the first day.
  public init(_ key: AESKey) {
    current = key
  }

  /// The ring after a change of the key.
  public func rotated(to key: AESKey) throws -> KeyRing {
    // exercise: Return a ring with the new key as the current one, and all others as older ones.
    var ring = self
    ring.older.append(current)
    ring.current = key
    return ring
    // exercise.end
  }

  /// How bookings become rows and rows become bookings, with the keys of this ring.
  public func mapper() throws -> SequencedItemMapper<DomainEvent<BookingEvent>> {
    // exercise: Return a mapper whose cipher encrypts with the current key, and reads with the older ones too.
    SequencedItemMapper(cipher: try AESCipher(key: current, readable: older))
    // exercise.end
  }

  /// Writes all stored bookings anew, so that the older keys are no longer needed.
  ///
  /// - Returns: The ring without them.
  /// - Throws: `UnreadableItem` if a booking cannot be read; nothing has changed then.
  public func retireOlderKeys(in recorder: any MaintenanceRecorder) async throws -> KeyRing {
    // exercise: Write all cases of `BookingEvent` anew, and return a ring with the current key alone.
    let retired = KeyRing(current)
    let rewriter = HistoryRewriter(recorder: recorder, reading: try mapper(), writing: try retired.mapper())
    try await rewriter.rewrite(cases: Set(BookingEvent.CodingKeys.allCases))
    return retired
    // exercise.end
  }
}
