import EventSourcing
import EventSourcingSystems
import Foundation
import ProcessSupport
import SystemSupport
import Testing

@Suite("A system in partitions", .timeLimit(.minutes(2)))
struct PartitionTests {
  @Test func `comes to the end of fifteen orders in three partitions`() async throws {
    let placings = Shop.placings(15)
    let runner = try await ConcurrentRunner(Shop().system, partitions: 3)
    let orders = try runner.application("orders")
    try await runner.running {
      for placing in placings { try await orders.place(placing) }
      try await runner.waitUntilSettled(atMost: .seconds(30))
    }
    #expect(try await orders.outcomes(of: placings) == placings.map(\.outcome))
    let status = try await runner.status()
    #expect(status.count == 12)
    // Each has had something to do.
    #expect(Set(status.compactMap { $0.progress?.share }).count == 3)
  }

  @Test func `makes what one partition makes`() async throws {
    let placings = Shop.placings(15)
    var streams: [[StoredStream]] = []
    for partitions in [1, 3] as [Partitions] {
      let runner = try await SingleThreadRunner(Shop().system, partitions: partitions)
      for placing in placings { try await runner.application("orders").place(placing) }
      var all: [StoredStream] = []
      for name in ["orders", "reservations", "payments"] { all += try await runner.application(name).streams() }
      streams.append(all)
    }
    #expect(streams[0] == streams[1])
  }

  @Test(arguments: [0, -1, 1_025])
  func `has no partitions of an impossible number`(count: Int) async throws {
    await #expect(throws: InvalidPartitions(application: "orders", partitions: count)) {
      _ = try await ConcurrentRunner(Shop().system, partitions: ["orders": count])
    }
  }

  @Test func `has no partitions of an unknown application`() async throws {
    await #expect(throws: UnknownApplication.self) {
      _ = try await ConcurrentRunner(Shop().system, partitions: ["order": 2])
    }
  }

  @Test func `divides sequences evenly, each into one partition`() {
    var generator = SeededGenerator(seed: 11)
    var counts = [Int](repeating: 0, count: 4)
    for _ in 0..<4_000 {
      let id = UUID.random(using: &generator)
      let shares = (0..<4).filter { Share($0, of: 4).contains(id) }
      #expect(shares.count == 1)
      for share in shares { counts[share] += 1 }
    }
    #expect(counts.allSatisfy { (800...1_200).contains($0) })
  }
}

extension UUID {
  static func random(using generator: inout SeededGenerator) -> UUID {
    let (high, low) = (generator.next(), generator.next())
    return withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { bytes in
      UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
  }

  /// An id that is in a share.
  static func random(in share: Share, using generator: inout SeededGenerator) -> UUID {
    while true {
      let id = random(using: &generator)
      if share.contains(id) { return id }
    }
  }
}
