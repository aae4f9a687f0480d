// Exercise 16 · A secret name
//
// Who goes to which performance is nobody's business. The database of the box office is copied each night, to a disk
// that others can read too, and in it stands who has booked: {"customer":"Ada Lovelace"}.
//
// Make a store for bookings that keeps this secret:
//
// 1. Bookings are encrypted with AES-GCM, under the key that is given as Base64.
// 2. Encrypted data cannot be made smaller any more. So bookings are compressed first.
// 3. If the key is no key, there is no store: the error must come out, and nothing may be stored.
//
// Run it: swift run kit check 16
// Or, in the folder Exercises: swift test --filter Exercise16

public import BoxOffice
public import EventSourcing
import EventSourcingCrypto
import Practice

/// Where the events of bookings are stored.
public typealias BookingStore = EventStore<DomainEvent<BookingEvent>>

extension BookingStore {
  /// Makes a store whose rows nobody can read without the key.
  ///
  /// - Parameters:
  ///   - recorder: Where the rows are.
  ///   - key: The key as Base64, as it stands in the program's environment.
  /// - Throws: `InvalidAESKey` if the key is no key; `OpenSSLError`.
  public static func encrypted(in recorder: any Recorder, key: String) throws -> BookingStore {
    // exercise: Make a cipher of the key, and a store that compresses and then encrypts.
    let cipher = try AESCipher(key: AESKey(base64: key))
    return BookingStore(of: BookingEvent.self, in: recorder, compressor: ZlibCompressor(), cipher: cipher)
    // exercise.end
  }
}
