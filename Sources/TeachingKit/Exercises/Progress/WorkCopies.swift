package import Foundation

/// Copies of what a learner has written, one folder each time it had changed.
package struct WorkCopies: Sendable {
  /// With a folder an exercise, as in `03`.
  package let folder: URL

  package init(_ folder: URL) {
    self.folder = folder
  }

  /// Keeps the exercise's sources, unless they are as shipped or as in the newest copy, or there are none.
  ///
  /// - Returns: Where, if they were kept.
  @discardableResult
  package func keep(_ exercise: Exercise, at date: Date = .now) throws -> URL? {
    try keep(exercise.sources.contents(), of: exercise, at: date)
  }

  /// Keeps these as an exercise's sources, by path, unless they are as shipped or as in the newest copy, or none.
  ///
  /// - Returns: Where, if they were kept.
  @discardableResult
  package func keep(_ files: [String: Data], of exercise: Exercise, at date: Date = .now) throws -> URL? {
    let own = folder.appending(path: exercise.label)
    let newest = try own.isFolder ? own.subfolders().last : nil
    let stubs = try Solution(of: exercise).stubs.mapValues { Data($0.utf8) }
    guard !files.isEmpty, files != stubs, try newest?.contents() != files else { return nil }
    var copy = own.appending(path: Self.name(of: date))
    if copy.isFolder { copy = own.appending(path: "\(Self.name(of: date))-\(UUID().uuidString)") }
    // Hidden until it is whole.
    let partial = own.appending(path: ".\(copy.lastPathComponent)")
    for (path, data) in files { try partial.appending(path: path).writeIfChanged(data) }
    try FileManager.default.moveItem(at: partial, to: copy)
    return copy
  }

  /// Makes the exercise what it was as shipped, and keeps what was there.
  ///
  /// - Returns: Where, if there was something to keep that no copy has yet.
  @discardableResult
  package func reset(_ exercise: Exercise, at date: Date = .now) throws -> URL? {
    let copy = try keep(exercise, at: date)
    try exercise.sources.makeFiles(Solution(of: exercise).stubs)
    return copy
  }

  /// The newest copy.
  package func newest(of exercise: Exercise) throws -> URL? {
    let own = folder.appending(path: exercise.label)
    return try own.isFolder ? own.subfolders().last : nil
  }

  /// A moment as the name of a file, which sort by time: `2026-01-31T09-00-00.000Z`.
  static func name(of date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)).replacing(":", with: "-")
  }
}
