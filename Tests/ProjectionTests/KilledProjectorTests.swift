import EventSourcing
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import ProcessSupport
import ProjectionSupport
import Testing

@Suite("A killed projector", .timeLimit(.minutes(Soak.isOn ? 60 : 5)))
struct KilledProjectorTests {
  private static let worker = "projection-worker"

  @Test(arguments: LastingDatabase.allCases)
  func `leaves a view that is the same as one made from scratch`(_ kind: LastingDatabase) async throws {
    let rounds = Soak.amount(10, soak: 100)
    try await Soak.timed("\(kind): projectors killed in \(rounds) rounds") {
      try await kind.withDatabase { database, children in
        try await withChild(Self.worker, ["sell", "0"] + children.arguments, deadline: .seconds(3_500)) { writer in
          _ = try #require(await writer.nextLine())
          try await kill(rounds, database, children)
        }
        try await expectWhole(database)
      }
    }
  }

  /// In each round two projectors are killed, and one that makes the view anew.
  private func kill(_ rounds: Int, _ database: ViewDatabase, _ children: ViewDatabase) async throws {
    var random = SeededGenerator(seed: 12_026)
    for round in 0..<rounds {
      let works = [["project", "7"], ["project", "100"], ["rebuild", "50"]]
      let moments = works.map { _ in Duration.milliseconds(Int.random(in: 0...300, using: &random)) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (work, moment) in zip(works, moments) {
          group.addTask {
            try await withChild(Self.worker, work + children.arguments) { child in
              _ = try #require(await child.nextLine(), "\(work) has ended in round \(round)")
              try await Task.sleep(for: moment)
              child.kill()
              #expect(await child.ended() == .signalled(SIGKILL))
            }
          }
        }
        try await group.waitForAll()
      }
      // Nobody brings it on now. Each event has taken effect once, in its order.
      try await database.opened { shop in
        // All may have been killed before the first of them has begun the view.
        guard try await shop.view.generations().contains(where: { $0.state == .current }) else { return }
        for (id, row) in try await shop.rows() { #expect(row.count == row.last + 1, "round \(round), till \(id)") }
      }
    }
  }

  private func expectWhole(_ database: ViewDatabase) async throws {
    try await database.opened { shop in
      try await shop.projector().catchUp()
      let rows = try await shop.rows()
      #expect(rows.count == 8)
      #expect(try await rows == expectedRows(in: shop.recorder))
      // And nothing of the others is left when it was made anew.
      try await shop.projector().rebuild()
      #expect(try await shop.view.generations().count == 1)
      #expect(try await shop.rows() == rows)
    }
  }
}
