import EventSourcingCrypto
import Foundation
import Testing

@Suite("A batch of nonces")
struct NonceBatchTests {
  private func take(from batch: inout NonceBatch, forkCount: Int = 0) throws -> Data {
    var nonce = Data(count: NonceBatch.nonceSize)
    try nonce.withUnsafeMutableBytes { try batch.take(into: $0, forkCount: forkCount) }
    return nonce
  }

  @Test func `hands out each nonce once, across draws`() throws {
    var batch = NonceBatch()
    var nonces: Set<Data> = []
    for _ in 0..<200 { nonces.insert(try take(from: &batch)) }
    #expect(nonces.count == 200)
    #expect(!nonces.contains(Data(count: NonceBatch.nonceSize)))
  }

  @Test func `is drawn again only when it is used up`() throws {
    var batch = NonceBatch()
    let remaining = try (0..<65).map { _ in
      _ = try take(from: &batch)
      return batch.remaining
    }
    #expect(remaining == Array((0...63).reversed()) + [63])
  }

  @Test func `is thrown away after a fork`() throws {
    var batch = NonceBatch()
    _ = try take(from: &batch, forkCount: 0)
    #expect(batch.remaining == 63)
    _ = try take(from: &batch, forkCount: 1)
    #expect(batch.remaining == 63)
    _ = try take(from: &batch, forkCount: 1)
    #expect(batch.remaining == 62)
  }
}
