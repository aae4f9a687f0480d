import EventSourcing
import Foundation
import ProjectionSupport
import Testing

@Suite("The replicator", .timeLimit(.minutes(3)))
struct ReplicatorTests {
  @Test(arguments: ViewBackend.allCases)
  func `copies all items under their own ids, and goes on where it stopped`(_ backend: ViewBackend) async throws {
    try await backend.withShop { original in
      try await backend.withShop { replica in
        let replicator = Replicator(log: LocalNotificationLog(original.recorder), replica: replica.recorder)
        try await original.sell(30)
        // There are gaps in the ids, and in a sequence.
        _ = try await original.recorder.deleteItem(of: .till(1), at: 4)
        try await replicator.pull(limit: 7)
        try await expectCopy(replica, of: original)
        try await original.sell(3)
        // A double pull is harmless.
        for _ in 0..<2 { try await Replicator(log: replicator.log, replica: replica.recorder).pull() }
        try await expectCopy(replica, of: original)
      }
    }
  }

  @Test(arguments: ViewBackend.allCases)
  func `does no harm when several pull at once`(_ backend: ViewBackend) async throws {
    try await backend.withShop { original in
      try await backend.withShop { replica in
        let replicator = Replicator(log: LocalNotificationLog(original.recorder), replica: replica.recorder)
        try await original.sell(40)
        try await withThrowingTaskGroup(of: Void.self) { group in
          for limit in [3, 5, 8] { group.addTask { try await replicator.pull(limit: limit) } }
          try await group.waitForAll()
        }
        try await expectCopy(replica, of: original)
      }
    }
  }

  @Test func `does not go on with another log`() async throws {
    try await ViewBackend.memory.withShop { original in
      let replica = InMemoryRecorder()
      try await original.sell(3)
      try await Replicator(log: LocalNotificationLog(original.recorder), replica: replica).pull()
      let other = InMemoryRecorder()
      try await other.append(items((0..<50).map { Till.sold(cents: $0) }, of: .till(9)))
      await #expect(throws: LogReplaced(position: 12, reason: .otherItem)) {
        try await Replicator(log: LocalNotificationLog(other), replica: replica).pull()
      }
    }
  }

  private func expectCopy(_ replica: any Shop, of original: any Shop) async throws {
    let copies = try await replica.recorder.notifications(after: 0, limit: .max)
    #expect(try await copies == original.recorder.notifications(after: 0, limit: .max))
    #expect(!copies.isEmpty)
  }
}
