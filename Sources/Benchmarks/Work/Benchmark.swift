/// A kind of work, and how it is measured.
package struct Benchmark: Sendable {
  package let work: Work
  var needsPostgreSQL = false
  package let measure: @Sendable (Work, Session) async throws -> Measurement

  /// All of them, in the order in which they are run.
  package static let all: [Benchmark] =
    sqlite + largeTable + replaying + [peakMemory] + postgreSQL + encryption + inMemory + commands
    + [keeping, snapshots, readingNotifications] + delays + prompts + projecting
}
