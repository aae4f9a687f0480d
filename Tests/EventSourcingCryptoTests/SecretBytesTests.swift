import EventSourcingCrypto
import Foundation
import Synchronization
import Testing

@Suite("Secret bytes")
struct SecretBytesTests {
  /// What stood in memory when it was given back, for each secret that was.
  private final class Remains: Sendable {
    private let all = Mutex<[[UInt8]]>([])

    var bytes: [[UInt8]] { all.withLock { $0 } }

    func secret() -> SecretBytes {
      var data = Data(1...32)
      return SecretBytes(movedFrom: &data) { memory in self.all.withLock { $0.append(Array(memory)) } }
    }
  }

  private let zeros = [UInt8](repeating: 0, count: 32)

  @Test func `are zeros before their memory is given back`() {
    let remains = Remains()
    var secret: SecretBytes? = remains.secret()
    #expect(secret?.withUnsafeBytes(Array.init) == Array(1...32))
    #expect(remains.bytes.isEmpty)
    secret = nil
    #expect(remains.bytes == [zeros])
  }

  @Test func `of a key are wiped with the last cipher that has it`() throws {
    let remains = Remains()
    var key: AESKey? = try AESKey(remains.secret())
    var cipher: AESCipher? = try AESCipher(key: #require(key))
    key = nil
    #expect(try cipher?.encrypt(Data(), authenticating: Data()).count == 41)
    #expect(remains.bytes.isEmpty)
    cipher = nil
    #expect(remains.bytes == [zeros])
  }

  @Test func `are wiped where filling them fails`() {
    let remains = Mutex<[[UInt8]]>([])
    #expect(throws: OpenSSLError.self) {
      try SecretBytes(count: 2) { memory in
        remains.withLock { $0.append(Array(memory)) }
      } filledBy: { memory throws(OpenSSLError) in
        memory.copyBytes(from: [1, 2])
        _ = try GCMAlgorithm(keyBits: 1)
      }
    }
    #expect(remains.withLock { $0 } == [[0, 0]])
  }

  @Test func `leave zeros in the data they were moved from`() {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 32, alignment: 1)
    defer { memory.deallocate() }
    memory.copyBytes(from: 1...32)
    var data = Data(bytesNoCopy: memory.baseAddress!, count: 32, deallocator: .none)
    let secret = SecretBytes(movedFrom: &data)
    #expect(secret.withUnsafeBytes(Array.init) == Array(1...32))
    #expect(Array(memory) == zeros)
  }

  @Test func `show nothing when dumped`() {
    var (data, dumped) = (Data(1...32), "")
    dump(SecretBytes(movedFrom: &data), to: &dumped)
    #expect(dumped == "- EventSourcingCrypto.SecretBytes #0\n")
  }
}
