import EventSourcing
import EventSourcingPostgreSQL
import Foundation
import PostgreSQLSupport
import ProjectionSupport
import Testing

@Suite("A view behind a pooler", .timeLimit(.minutes(5)))
struct PoolerTests {
  @Test(arguments: Pooler.Mode.allCases)
  func `is kept up by several, and each notification takes effect once`(_ mode: Pooler.Mode) async throws {
    try await withPooler(mode) { pooler, schema in
      let database = ViewDatabase.postgreSQL(connection: pooler.address, events: schema, view: schema)
      try await database.opened { first in
        try await database.opened { second in
          let running = try [first.projector(batch: 5), second.projector(batch: 3)].map { projector in
            Task { try await projector.run() }
          }
          for round in 0..<20 {
            try await first.recorder.append(
              items((0..<7).map { Till.sold(cents: $0) }, of: .till(round % 4), from: round / 4 * 7))
          }
          let last = try await first.recorder.newestPosition().id
          try await second.projector().wait(for: last, of: "shop", atMost: .seconds(60))
          #expect(try await second.rows() == expectedRows(in: first.recorder))
          for task in running {
            task.cancel()
            _ = await task.result
          }
        }
      }
    }
  }

  @Test func `is made anew past the pooler only, which is said at once`() async throws {
    try await withPooler(.transaction) { pooler, schema in
      let behind = ViewDatabase.postgreSQL(connection: pooler.address, events: schema, view: schema)
      try await behind.opened { shop in
        try await shop.recorder.append(items([Till.opened], of: .till(0)))
        try await shop.projector().catchUp()
        let error = await #expect(throws: RecorderError.self) { try await shop.projector().rebuild() }
        #expect(error?.code == .refused)
        #expect(error?.reason.contains("past the pooler") == true)
        try await ViewDatabase.postgreSQL(connection: pooler.server, events: schema, view: schema).opened { direct in
          try await direct.projector().rebuild()
        }
        #expect(try await shop.rows() == expectedRows(in: shop.recorder))
        #expect(try await shop.view.generations().map(\.number) == [2])
      }
    }
  }
}
