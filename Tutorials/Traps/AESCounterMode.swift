import COpenSSL
import Foundation

/// AES-256 in counter mode, which encrypts and decrypts alike: it combines the data with a stream of bytes that follows
/// from the key and the nonce.
enum AESCounterMode {
  struct Failed: Error {}

  /// - Parameters:
  ///   - key: 32 bytes.
  ///   - nonce: 16 bytes. The last of them count the blocks of the message.
  static func apply(to input: Data, key: Data, nonce: Data) throws -> Data {
    let context = EVP_CIPHER_CTX_new()
    defer { EVP_CIPHER_CTX_free(context) }
    guard EVP_EncryptInit_ex(context, EVP_aes_256_ctr(), nil, Array(key), Array(nonce)) == 1 else { throw Failed() }
    var output = [UInt8](repeating: 0, count: input.count)
    var written: CInt = 0
    guard EVP_EncryptUpdate(context, &output, &written, Array(input), CInt(input.count)) == 1 else { throw Failed() }
    return Data(output)
  }
}
