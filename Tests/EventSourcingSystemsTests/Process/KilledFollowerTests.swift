import EventSourcing
import EventSourcingSystems
import EventSourcingTestKit
import Foundation
import ProcessSupport
import ReactionSupport
import Testing

@Suite("A killed process application", .timeLimit(.minutes(Soak.isOn ? 60 : 5)))
struct KilledFollowerTests {
  private static let worker = "reaction-worker"

  @Test(arguments: ReactionBackend.lasting)
  func `has every notification take effect once, and every effect done under its key`(
    _ backend: ReactionBackend
  ) async throws {
    let rounds = Soak.amount(10, soak: 100)
    try await Soak.timed("\(backend): a process application killed in \(rounds) rounds") {
      try await withTemporaryFolder { folder in
        let mails = "\(folder)/mails"
        try Data().write(to: URL(filePath: mails))
        try await backend.withDatabase { database in
          let selling = ["sell", "1", "-"] + database.arguments
          try await withChild(Self.worker, selling, deadline: .seconds(3_500)) { seller in
            _ = try #require(await seller.nextLine())
            try await kill(rounds, database, mails)
          }
          try await expectWhole(database, mails)
        }
      }
    }
  }

  /// In every other round two at once are killed, whose batches overlap.
  private func kill(_ rounds: Int, _ database: ReactionDatabase, _ mails: String) async throws {
    var random = SeededGenerator(seed: 13_026)
    for round in 0..<rounds {
      let batches = round.isMultiple(of: 2) ? ["7", "50"] : ["20"]
      let moments = batches.map { _ in Duration.milliseconds(Int.random(in: 0...300, using: &random)) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (batch, moment) in zip(batches, moments) {
          group.addTask {
            let words = ["follow", batch, mails] + database.arguments
            try await withChild(Self.worker, words) { child in
              _ = try #require(await child.nextLine(), "it has ended in round \(round)")
              try await Task.sleep(for: moment)
              child.kill()
              #expect(await child.ended() == .signalled(SIGKILL))
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }

  private func expectWhole(_ database: ReactionDatabase, _ mails: String) async throws {
    try await database.opened { recorder in
      let (shop, books) = (try await recorder("shop"), try await recorder("books"))
      let before = try await books.newestPosition().id
      #expect(before > 0)
      let last = Collected<UUID>()
      try await settle(ProcessApplication.books { last.add($0.key) }.workers(in: books, following: shop))
      let (keys, expected) = (Collected<UUID>(), InMemoryRecorder())
      try await settle(ProcessApplication.books { keys.add($0.key) }.workers(in: expected, following: shop))
      // Streams are equal only if all took effect once, in order, and each deadline passed once.
      let (found, wanted) = (try await books.streams(), try await expected.streams())
      #expect(found.count == wanted.count)
      for (id, stream) in wanted { #expect(found[id] == stream) }
      let mailed = try String(contentsOfFile: mails, encoding: .utf8).split(separator: "\n").compactMap {
        UUID(uuidString: String($0))
      }
      #expect(!mailed.isEmpty)
      #expect(Set(mailed + last.all) == Set(keys.all))
    }
  }
}
