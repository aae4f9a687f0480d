import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import ProjectionSupport
import Testing

@Suite("The file of a lock beside an SQLite database", .timeLimit(.minutes(2)))
struct LockFileTests {
  /// In bytes: the system takes 255, of which SQLite needs 8 for files of its own, and a lock needs more.
  private static let lengths = [8, 169, 170, 247]

  @Test(arguments: lengths, [1, 32])
  func `can be made for each name of a file and a projection, and keeps others out`(
    _ length: Int, _ lengthOfProjection: Int
  ) async throws {
    try await withTemporaryFolder { folder in
      let projection = String(repeating: "p", count: lengthOfProjection)
      let files = ["a", "b"].map { "\(folder)/\(String(repeating: $0, count: length))" }
      let databases = [
        try await SQLiteDatabase(.file(files[0])), try await SQLiteDatabase(.file(files[0])),
        try await SQLiteDatabase(.file(files[1])),
      ]
      var views: [SQLiteView] = []
      for database in databases { views.append(try await SQLiteView(projection, in: database)) }
      let other = try await SQLiteView("q\(projection.dropFirst())", in: databases[0])
      for purpose in ViewLockPurpose.allCases {
        let held = try #require(try await views[0].lock(purpose))
        #expect(try await views[1].lock(purpose) == nil)
        // Nobody else is kept out.
        for free in [views[2], other] { try await #require(try await free.lock(purpose)).release() }
        await held.release()
        try await #require(try await views[1].lock(purpose)).release()
      }
      for database in databases { try await database.close() }
    }
  }
}
