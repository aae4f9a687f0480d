import COpenSSL

/// An OpenSSL context that has a key's schedule worked out, to seal or to open one message after the other.
package struct GCMContext: ~Copyable {
  package enum Direction: CInt, Sendable {
    case opening = 0
    case sealing = 1
  }

  private let handle: OpaquePointer?

  package init(
    _ direction: Direction, _ algorithm: borrowing GCMAlgorithm, _ key: SecretBytes
  ) throws(OpenSSLError) {
    handle = EVP_CIPHER_CTX_new()
    guard handle != nil else { throw OpenSSLError() }
    try key.withUnsafeBytes { key throws(OpenSSLError) in
      try OpenSSLError.check(
        EVP_CipherInit_ex2(handle, algorithm.handle, key.baseAddress, nil, direction.rawValue, nil))
    }
  }

  deinit {
    EVP_CIPHER_CTX_free(handle)  // wipes the key's schedule
  }

  /// Encrypts a plaintext into as many bytes of ciphertext, and writes the tag.
  package func seal(
    _ plaintext: UnsafeRawBufferPointer, into ciphertext: UnsafeMutableRawBufferPointer,
    tag: UnsafeMutableRawBufferPointer, nonce: UnsafeRawBufferPointer, authenticating header: UnsafeRawBufferPointer,
    _ place: UnsafeRawBufferPointer
  ) throws(OpenSSLError) {
    try start(nonce, header, place)
    try update(ciphertext.baseAddress, plaintext)
    try OpenSSLError.check(finish())
    try OpenSSLError.check(
      EVP_CIPHER_CTX_ctrl(handle, EVP_CTRL_AEAD_GET_TAG, CInt(tag.count), tag.baseAddress))
  }

  /// Decrypts a ciphertext into as many bytes of plaintext.
  ///
  /// - Returns: Whether the tag is right. If it is not, nobody may see what `plaintext` now holds.
  package func open(
    _ ciphertext: UnsafeRawBufferPointer, into plaintext: UnsafeMutableRawBufferPointer,
    tag: UnsafeRawBufferPointer, nonce: UnsafeRawBufferPointer, authenticating header: UnsafeRawBufferPointer,
    _ place: UnsafeRawBufferPointer
  ) throws(OpenSSLError) -> Bool {
    try start(nonce, header, place)
    try update(plaintext.baseAddress, ciphertext)
    // OpenSSL only reads the tag. Unless it is set for each message, the tag of the message before would count.
    try OpenSSLError.check(
      EVP_CIPHER_CTX_ctrl(
        handle, EVP_CTRL_AEAD_SET_TAG, CInt(tag.count), UnsafeMutableRawPointer(mutating: tag.baseAddress)))
    let isAuthentic = finish() == 1
    if !isAuthentic { ERR_clear_error() }
    return isAuthentic
  }

  /// Begins a message with the key and in the direction that the context has.
  private func start(
    _ nonce: UnsafeRawBufferPointer, _ header: UnsafeRawBufferPointer, _ place: UnsafeRawBufferPointer
  ) throws(OpenSSLError) {
    try OpenSSLError.check(EVP_CipherInit_ex2(handle, nil, nil, nonce.baseAddress, -1, nil))
    // Each call costs more than to copy the two together.
    let (headerSize, size) = (header.count, header.count + place.count)
    try withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { both throws(OpenSSLError) in
      UnsafeMutableRawBufferPointer(rebasing: both[..<headerSize]).copyMemory(from: header)
      UnsafeMutableRawBufferPointer(rebasing: both[headerSize...]).copyMemory(from: place)
      try update(nil, UnsafeRawBufferPointer(both))
    }
  }

  /// Passes input through in pieces, since OpenSSL counts in 32 bits; without output it is only authenticated.
  private func update(
    _ output: UnsafeMutableRawPointer?, _ input: UnsafeRawBufferPointer
  ) throws(OpenSSLError) {
    let piece = 4 << 20
    for start in stride(from: 0, to: input.count, by: piece) {
      let target = output.map { ($0 + start).assumingMemoryBound(to: UInt8.self) }
      let source = UnsafeRawBufferPointer(rebasing: input[start..<min(start + piece, input.count)])
      var written: CInt = 0
      try OpenSSLError.check(EVP_CipherUpdate(handle, target, &written, source.baseAddress, CInt(source.count)))
    }
  }

  /// Ends a message: works out the tag, or checks it.
  private func finish() -> CInt {
    var (rest, written): (UInt8, CInt) = (0, 0)  // GCM leaves no rest
    return EVP_CipherFinal_ex(handle, &rest, &written)
  }
}
