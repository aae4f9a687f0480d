import Foundation

/// What all measurements of one run share.
package struct Session {
  /// Where database files may be put: beside the results, since a folder for temporary files may be kept in memory.
  let folder: String

  /// The connection string of a server, if there is one.
  let server: String?

  let rounds: Int

  /// The least time that one side's part of a round takes.
  let leastTime: Duration

  /// Whether to take the time for the largest tables.
  let isLarge: Bool

  let progress: (String) -> Void

  package init(
    folder: String, server: String?, rounds: Int, leastTime: Duration = .milliseconds(350), isLarge: Bool = false,
    progress: @escaping (String) -> Void = { _ in }
  ) {
    self.folder = folder
    self.server = server
    self.rounds = rounds
    self.leastTime = leastTime
    self.isLarge = isLarge
    self.progress = progress
  }

  /// Measures two sides by turns.
  func compare(
    _ work: Work, unit: String, meaning: Measurement.Meaning = .rate, _ subject: Contender, with other: Contender
  ) async throws -> Measurement {
    let seconds = try await turns(work).measure([subject, other])
    return Measurement(
      work, unit: unit, meaning: meaning, subject: (subject.name, seconds[0]), other: (other.name, seconds[1]))
  }

  /// Measures one side alone.
  func measure(_ work: Work, unit: String, _ subject: Contender) async throws -> Measurement {
    let seconds = try await turns(work).measure([subject])
    return Measurement(work, unit: unit, subject: subject.name, numbers: seconds[0].map { 1 / $0 })
  }

  private func turns(_ work: Work) -> Rounds {
    Rounds(count: rounds, leastTime: leastTime) { progress("\(work.name), \($0)") }
  }

  /// Lends an empty folder for database files, and removes it afterwards.
  func withFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let folder = URL(filePath: folder).appending(path: "databases-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path)
  }
}
