// Exercise 17 · A nonce used twice
//
// This cipher works as the inner part of AES-GCM does. From the key and a nonce it makes a keystream, as many bytes as
// it needs, and adds them to the text with XOR. The nonce is stored before the text, so the reader can make the same
// keystream, and take it off again. Two different nonces give two keystreams that have nothing in common.
//
// Eve has got a copy of the database. She does not have the key, but one of the bookings is her own, so she knows its
// text. That is enough to read what others have booked, wherever a nonce was used twice:
//
//   her message XOR her text = the keystream of her message
//   that keystream XOR another message with the same nonce = the text of the other message
//
// Whoever wrote the cipher knew this, and took care that no nonce comes twice. And yet they do. Find out when, and mend
// it. The form of a message stays as it is: twelve bytes of nonce, then the hidden text.
//
// Run it: swift run kit check 17
// Or, in the folder Exercises: swift test --filter Exercise17

public import EventSourcing
public import EventSourcingCrypto
public import Foundation
import Synchronization

/// Hides what is stored, as AES-GCM does; but it does not find changes, so it is for this exercise only.
public final class CounterCipher: Cipher {
  private static let nonceSize = 12

  private let key: AESKey
  // exercise
  //|
  //| /// How many messages there have been.
  //| private let count = Mutex<UInt64>(0)
  // exercise.end

  /// Makes a cipher with a key of 128 bits.
  public init(key: AESKey) {
    self.key = key
  }

  public func encrypt(_ plaintext: Data, authenticating place: Data) throws -> Data {
    // exercise
    //| // No nonce may come twice, so each is greater than the one before.
    //| let number = count.withLock { count in
    //|   count += 1
    //|   return count
    //| }
    //| let nonce = Data(count: 4) + withUnsafeBytes(of: number.bigEndian) { Data($0) }
    // Drawn anew for each message: then nobody has to remember which were used, and where, and by whom.
    let nonce = Data((0..<Self.nonceSize).map { _ in UInt8.random(in: .min ... .max) })
    // exercise.end
    return try nonce + Keystream(key: key, nonce: nonce).applied(to: plaintext)
  }

  public func decrypt(_ message: Data, authenticating place: Data) throws -> Data {
    guard message.count >= Self.nonceSize else { throw DecryptionError.tampered }
    let keystream = Keystream(key: key, nonce: message.prefix(Self.nonceSize))
    return try keystream.applied(to: message.dropFirst(Self.nonceSize))
  }
}
