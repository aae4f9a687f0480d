import EventSourcingCrypto
import Foundation
import Testing

/// A test vector of McGrew and Viega, “The Galois/Counter Mode of Operation”, which NIST SP 800-38D took over.
struct GCMVector: Sendable {
  let key: String
  let ciphertext: String
  let tag: String

  let nonce = "cafebabefacedbaddecaf888"
  let place = "feedfacedeadbeeffeedfacedeadbeefabaddad2"
  let plaintext =
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"

  /// Test cases 4, 10 and 16: 60 bytes, authenticated with 20, with a key of each size.
  static let all = [
    GCMVector(
      key: "feffe9928665731c6d6a8f9467308308",
      ciphertext: "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
        + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
      tag: "5bc94fbc3221a5db94fae95ae7121a47"),
    GCMVector(
      key: "feffe9928665731c6d6a8f9467308308feffe9928665731c",
      ciphertext: "3980ca0b3c00e841eb06fac4872a2757859e1ceaa6efd984628593b40ca1e19c"
        + "7d773d00c144c525ac619d18c84a3f4718e2448b2fe324d9ccda2710",
      tag: "2519498e80f1478f37ba55bd6d27618c"),
    GCMVector(
      key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
      ciphertext: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
      tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
  ]

  func context(_ direction: GCMContext.Direction) throws -> GCMContext {
    var bytes = Data(hex: key)
    return try GCMContext(direction, GCMAlgorithm(keyBits: bytes.count * 8), SecretBytes(movedFrom: &bytes))
  }
}

@Suite("AES-GCM")
struct GCMContextTests {
  @Test(arguments: GCMVector.all)
  func `seals as published, the second time too`(_ vector: GCMVector) throws {
    let context = try vector.context(.sealing)
    for _ in 0..<2 {
      let sealed = try context.seal(
        Data(hex: vector.plaintext), nonce: Data(hex: vector.nonce), authenticating: Data(hex: vector.place))
      #expect(sealed.ciphertext == Data(hex: vector.ciphertext))
      #expect(sealed.tag == Data(hex: vector.tag))
    }
  }

  @Test(arguments: GCMVector.all)
  func `opens as published, the second time too`(_ vector: GCMVector) throws {
    let context = try vector.context(.opening)
    for _ in 0..<2 {
      let opened = try context.open(
        Data(hex: vector.ciphertext), tag: Data(hex: vector.tag), nonce: Data(hex: vector.nonce),
        authenticating: Data(hex: vector.place))
      #expect(opened == Data(hex: vector.plaintext))
    }
  }

  @Test func `has no keys of other sizes`() {
    let error = #expect(throws: OpenSSLError.self) { _ = try GCMAlgorithm(keyBits: 1) }
    #expect(error?.reason.contains("unsupported") == true)
  }
}

extension GCMContext {
  fileprivate func seal(
    _ plaintext: Data, nonce: Data, authenticating place: Data
  ) throws -> (ciphertext: Data, tag: Data) {
    let memory = Parts(plaintext, nonce, place, Data(count: plaintext.count), Data(count: 16))
    try seal(
      memory[0], into: memory.mutable(3), tag: memory.mutable(4), nonce: memory[1],
      authenticating: memory.first(5, of: 2), memory.rest(5, of: 2))
    return (Data(memory[3]), Data(memory[4]))
  }

  fileprivate func open(
    _ ciphertext: Data, tag: Data, nonce: Data, authenticating place: Data
  ) throws -> Data? {
    let memory = Parts(ciphertext, tag, nonce, place, Data(count: ciphertext.count))
    let isAuthentic = try open(
      memory[0], into: memory.mutable(4), tag: memory[1], nonce: memory[2],
      authenticating: memory.first(5, of: 3), memory.rest(5, of: 3))
    return isAuthentic ? Data(memory[4]) : nil
  }
}

/// Copies of data at addresses that stay.
private final class Parts {
  private let buffers: [UnsafeMutableRawBufferPointer]

  init(_ parts: Data...) {
    buffers = parts.map { part in
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: part.count, alignment: 1)
      buffer.copyBytes(from: part)
      return buffer
    }
  }

  deinit {
    for buffer in buffers { buffer.deallocate() }
  }

  subscript(index: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(buffers[index]) }
  func mutable(_ index: Int) -> UnsafeMutableRawBufferPointer { buffers[index] }

  // What is authenticated comes in two pieces, and where it is cut must not matter.
  func first(_ count: Int, of index: Int) -> UnsafeRawBufferPointer { .init(rebasing: self[index][..<count]) }
  func rest(_ count: Int, of index: Int) -> UnsafeRawBufferPointer { .init(rebasing: self[index][count...]) }
}
