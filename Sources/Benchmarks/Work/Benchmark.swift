/// A kind of work, and how it is measured.
struct Benchmark: Sendable {
  let work: Work
  var needsPostgreSQL = false
  let measure: @Sendable (Work, Session) async throws -> Measurement

  /// All of them, in the order in which they are run.
  static let all: [Benchmark] = sqlite + replaying + postgreSQL
}
