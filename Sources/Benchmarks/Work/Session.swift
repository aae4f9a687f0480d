import Foundation

/// What all measurements of one run share.
struct Session {
  /// Where database files may be put: beside the results, since a folder for temporary files may be kept in memory.
  let folder: String

  /// The connection string of a server, if there is one.
  let server: String?

  let rounds: Int

  /// Whether to take the time for the largest tables.
  let isLarge: Bool

  let progress: (String) -> Void

  /// Measures two sides by turns.
  func compare(
    _ work: Work, unit: String, meaning: Measurement.Meaning = .rate, _ subject: Contender, with other: Contender
  ) async throws -> Measurement {
    let seconds = try await Rounds(count: rounds) { progress("\(work.name), \($0)") }.measure([subject, other])
    return Measurement(
      work, unit: unit, meaning: meaning, subject: (subject.name, seconds[0]), other: (other.name, seconds[1]))
  }

  /// Lends an empty folder for database files, and removes it afterwards.
  func withFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let folder = URL(filePath: folder).appending(path: "databases-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path)
  }
}
