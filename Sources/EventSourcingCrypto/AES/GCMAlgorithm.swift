import COpenSSL

/// OpenSSL's implementation of AES-GCM for one size of keys, looked up once: a look-up costs more than a message.
package struct GCMAlgorithm: ~Copyable, Sendable {
  // Safe to share, as the compiler cannot see: OpenSSL never changes an implementation, only counts who uses it.
  nonisolated(unsafe) let handle: OpaquePointer

  package init(keyBits: Int) throws(OpenSSLError) {
    guard let handle = EVP_CIPHER_fetch(nil, "AES-\(keyBits)-GCM", nil) else { throw OpenSSLError() }
    self.handle = handle
  }

  deinit {
    EVP_CIPHER_free(handle)
  }
}
