import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import PostgreSQLSupport
import ProcessSupport
import ProjectionSupport
import Testing

/// A process that is stopped (SIGSTOP) holds what it holds, and may go on at any time.
@Suite("A rebuild that is frozen", .timeLimit(.minutes(5)))
struct FrozenRebuildTests {
  private static let worker = "projection-worker"

  @Test(arguments: LastingDatabase.allCases)
  func `keeps others from rebuilding until it is killed, and no longer`(_ kind: LastingDatabase) async throws {
    try await kind.withDatabase { database, children in
      try await sell(in: database)
      try await withChild(Self.worker, ["step", "1"] + children.arguments) { child in
        for _ in 0..<3 { _ = try #require(await child.nextLine()) }
        child.stop()
        // It may have been stopped in the middle of a transaction, which keeps SQLite from writing for as long.
        try await database.opened(timeout: 1) { shop in
          let error = await #expect(throws: (any Error).self) { try await shop.projector().rebuild() }
          let isBusy = (error as? RecorderError)?.code == .busy
          #expect(error is RebuildUnderWay || isBusy, "\(String(describing: error))")
        }
        child.kill()
        _ = await child.ended()
      }
      try await database.opened { shop in
        // A server notices only after a while that a client is gone.
        try await untilRebuilt(shop)
        #expect(try await shop.rows() == expectedRows(in: shop.recorder))
        #expect(try await shop.view.generations().count == 1)
      }
    }
  }

  /// Its lock is taken from it: on PostgreSQL its session ends, as by a network that was cut; on SQLite the file is removed.
  @Test(arguments: LastingDatabase.allCases)
  func `and has lost its lock does no harm when it goes on`(_ kind: LastingDatabase) async throws {
    for lines in [1, 4, 9] {
      try await kind.withDatabase { database, children in
        try await sell(in: database)
        let errors = Pipe()
        try await withChild(Self.worker, ["step", "1"] + children.arguments, errors: errors) { child in
          for _ in 0..<lines { _ = try #require(await child.nextLine()) }
          child.stop()
          try await takeLock(of: database)
          try await rebuildBeside(child, database)
          child.goOn()
          var rest: [String] = []
          while let line = await child.nextLine() { rest.append(line) }
          #expect(rest.last != "rebuilt")
          #expect(await child.ended() != .exited(0))
        }
        try await database.opened { shop in
          #expect(try await shop.rows() == expectedRows(in: shop.recorder))
          try await shop.projector().catchUp()
          #expect(try await shop.view.generations().filter { $0.state == .current }.count == 1)
          #expect(try await shop.rows() == expectedRows(in: shop.recorder))
          // What the frozen one held when others were to remove it, the next rebuild removes.
          try await shop.projector().rebuild()
          #expect(try await shop.view.generations().map(\.state) == [.current])
          #expect(try await shop.rows() == expectedRows(in: shop.recorder))
        }
      }
    }
  }

  private func sell(in database: ViewDatabase) async throws {
    try await database.opened { shop in
      try await shop.recorder.append(items((0..<200).map { Till.sold(cents: $0) }, of: .till(1)))
      try await shop.projector().catchUp()
    }
  }

  /// Where the frozen process holds the whole database, it is let go on for a moment, and frozen again.
  private func rebuildBeside(_ child: ChildProcess, _ database: ViewDatabase) async throws {
    while true {
      do {
        return try await database.opened(timeout: 0.2) { shop in
          try await untilRebuilt(shop, patience: database.patience, failingWhere: .busy)
        }
      } catch let error as RecorderError where error.code == .busy {
        child.goOn()
        try await Task.sleep(for: .microseconds(Int.random(in: 100...3_000)))
        child.stop()
      }
    }
  }

  private func untilRebuilt(
    _ shop: some OpenedShop, patience: Duration = .seconds(60), failingWhere code: RecorderError.Code? = nil
  ) async throws {
    while true {
      do {
        return try await shop.projector(patience: patience).rebuild()
      } catch is RebuildUnderWay {
        try await Task.sleep(for: .milliseconds(20))
      } catch let error as RecorderError where mayBeOverSoon(error) && error.code != code {
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  private func takeLock(of database: ViewDatabase) async throws {
    switch database {
    case .sqlite(_, let view):
      let folder = URL(filePath: view).deletingLastPathComponent().path
      let locks = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".lock") }
      #expect(!locks.isEmpty)
      for lock in locks { try FileManager.default.removeItem(atPath: "\(folder)/\(lock)") }
    case .postgreSQL(let server, let schema, _):
      let ended = try await byHand(
        server,
        """
        SELECT pg_terminate_backend(locks.pid)::text FROM pg_locks AS locks JOIN pg_stat_activity USING (pid)
        WHERE locks.locktype = 'advisory' AND application_name = '\(schema)'
        """)
      #expect(ended.contains("true"))
    }
  }
}

extension ViewDatabase {
  /// How long to wait for what a frozen process holds: a server ends a transaction that does not go on, after a while, and
  /// in SQLite nobody does.
  fileprivate var patience: Duration {
    switch self {
    case .sqlite: .milliseconds(200)
    case .postgreSQL: .seconds(60)
    }
  }
}
