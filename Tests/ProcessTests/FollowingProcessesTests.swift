import EventSourcing
import Foundation
import ProcessSupport
import Testing
import WorkerSupport

@Suite("A reader that follows eight processes", .timeLimit(.minutes(Soak.isOn ? 60 : 5)))
struct FollowingProcessesTests {
  private static let writers = 8
  private static let deadline = DispatchTimeInterval.seconds(Soak.isOn ? 3_500 : 240)

  @Test func `sees each item once, in order, and misses none, on SQLite`() async throws {
    let items = Soak.amount(40_000, soak: 400_000)
    try await Soak.timed("sqliteFile: a reader of \(items) items that eight processes write") {
      try await SharedBackend.sqliteFile.withDatabase { own, children in
        try await withReader("follow", of: children) { reader in
          try await write(items, to: children)
          try await expect(ids(seenBy: reader), in: own, count: items)
        }
      }
    }
  }

  @Test func `sees each item once, in order, and misses none, on PostgreSQL`() async throws {
    let items = Soak.amount(104_000, soak: 1_000_000)
    try await Soak.timed("postgreSQL: readers of \(items) items that eight processes write") {
      try await SharedBackend.postgreSQL.withDatabase { own, children in
        try await withReader("follow", of: children) { reader in
          try await withReader("trust", of: children) { trusting in
            try await write(items, to: children)
            try await expect(ids(seenBy: reader), in: own, count: items)
            let trusted = try await ids(seenBy: trusting).count
            #expect(trusted < items, "no smaller id came after a larger one, so this run has proved nothing")
          }
        }
      }
    }
  }

  /// Lends a child that has begun to read.
  private func withReader(
    _ mode: String, of database: SharedDatabase, _ body: (ChildProcess) async throws -> Void
  ) async throws {
    try await withChild(database.worker, [mode] + database.arguments, deadline: Self.deadline) { child in
      _ = try #require(await child.nextLine())
      try await body(child)
    }
  }

  /// Has eight children write so many items, all at the same time.
  private func write(_ items: Int, to database: SharedDatabase) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<Self.writers {
        group.addTask {
          let load = ["load", "\(writer)", "\(items / Self.writers)"]
          let (ending, _, errors) = try await run(database.worker, load + database.arguments, deadline: Self.deadline)
          #expect(ending == .exited(0), "\(errors)")
        }
      }
      try await group.waitForAll()
    }
  }

  /// What a reader has seen, in its order, when there is no more to come.
  private func ids(seenBy reader: ChildProcess) async throws -> [Int] {
    reader.closeInput()
    var ids: [Int] = []
    while let line = await reader.nextLine() {
      ids += try line.split(separator: " ").map { try #require(Int($0)) }
    }
    #expect(await reader.ended() == .exited(0))
    return ids
  }

  private func expect(_ followed: [Int], in database: SharedDatabase, count: Int) async throws {
    let recorder = try await database.recorder()
    let all = try await recorder.closing { try await recorder.notifications(after: 0, limit: .max).map(\.id) }
    let missed = Set(all).subtracting(followed).count
    let isInOrder = zip(followed, followed.dropFirst()).allSatisfy(<)
    #expect(all.count == count)
    #expect(missed == 0)
    #expect(followed.count == count)
    #expect(isInOrder)
  }
}
