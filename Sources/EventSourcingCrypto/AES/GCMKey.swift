import Synchronization

/// A key made ready for use, by any number of tasks at once.
final class GCMKey: Sendable {
  let id: KeyID

  private let secret: SecretBytes
  private let algorithm: GCMAlgorithm
  private let sealing: Mutex<GCMContext>
  private let opening: Mutex<GCMContext>
  private let nonces = Mutex(NonceBatch())

  init(_ key: AESKey) throws(OpenSSLError) {
    id = key.keyID
    secret = key.secret
    algorithm = try GCMAlgorithm(keyBits: secret.count * 8)
    sealing = Mutex(try GCMContext(.sealing, algorithm, secret))
    opening = Mutex(try GCMContext(.opening, algorithm, secret))
  }

  /// Writes a message, into 41 bytes more than the plaintext has.
  func seal(
    _ plaintext: UnsafeRawBufferPointer, into message: UnsafeMutableRawBufferPointer, place: UnsafeRawBufferPointer
  ) throws(OpenSSLError) {
    MessageHeader(keyID: id, place: place).write(to: message)
    let nonce = message.part(Message.nonce)
    try nonces.withLock { batch throws(OpenSSLError) in try batch.take(into: nonce) }
    try withContext(.sealing, sealing) { context throws(OpenSSLError) in
      try context.seal(
        plaintext, into: message.part(Message.ciphertext(ofSize: message.count)),
        tag: message.part(Message.tag(ofSize: message.count)), nonce: UnsafeRawBufferPointer(nonce),
        authenticating: UnsafeRawBufferPointer(message.part(Message.header)), place)
    }
  }

  /// Reads a message that has a whole header, into 41 bytes less than it has.
  ///
  /// - Returns: Whether the message is authentic. If it is not, nobody may see what `plaintext` now holds.
  func open(
    _ message: UnsafeRawBufferPointer, into plaintext: UnsafeMutableRawBufferPointer, place: UnsafeRawBufferPointer
  ) throws(OpenSSLError) -> Bool {
    try withContext(.opening, opening) { context throws(OpenSSLError) in
      try context.open(
        message.part(Message.ciphertext(ofSize: message.count)), into: plaintext,
        tag: message.part(Message.tag(ofSize: message.count)), nonce: message.part(Message.nonce),
        authenticating: message.part(Message.header), place)
    }
  }

  /// Uses the context that is kept, or a new one.
  ///
  /// Most of a small message's time would go into a new context, so one is kept for each direction. Who finds it in
  /// use does not wait, since the message before may be a long one, but takes a new one.
  private func withContext<Result: Sendable>(
    _ direction: GCMContext.Direction, _ kept: borrowing Mutex<GCMContext>,
    _ body: (borrowing GCMContext) throws(OpenSSLError) -> Result
  ) throws(OpenSSLError) -> Result {
    let result = try kept.withLockIfAvailable { context throws(OpenSSLError) in try body(context) }
    if let result { return result }
    return try body(GCMContext(direction, algorithm, secret))
  }
}
