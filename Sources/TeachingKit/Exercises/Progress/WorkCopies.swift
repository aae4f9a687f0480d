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
    let files = try Self.files(in: exercise.sources)
    let own = folder.appending(path: exercise.label)
    let newest = try own.isFolder ? own.subfolders().last : nil
    guard !files.isEmpty, try files != Solution(of: exercise).stubs, try newest.map(Self.files) != files
    else { return nil }
    var copy = own.appending(path: Self.name(of: date))
    if copy.isFolder { copy = own.appending(path: "\(Self.name(of: date))-\(UUID().uuidString)") }
    // Hidden until it is whole.
    let partial = own.appending(path: ".\(copy.lastPathComponent)")
    for (path, text) in files { try partial.appending(path: path).writeIfChanged(text) }
    try FileManager.default.moveItem(at: partial, to: copy)
    return copy
  }

  /// Makes the exercise what it was as shipped, and keeps what was there.
  ///
  /// - Returns: Where, if there was something to keep that no copy has yet.
  @discardableResult
  package func reset(_ exercise: Exercise, at date: Date = .now) throws -> URL? {
    let copy = try keep(exercise, at: date)
    let stubs = try Solution(of: exercise).stubs
    for path in exercise.sources.filesBelow() where stubs[path] == nil {
      try FileManager.default.removeItem(at: exercise.sources.appending(path: path))
    }
    for (path, text) in stubs { try exercise.sources.appending(path: path).writeIfChanged(text) }
    return copy
  }

  /// The newest copy.
  package func newest(of exercise: Exercise) throws -> URL? {
    let own = folder.appending(path: exercise.label)
    return try own.isFolder ? own.subfolders().last : nil
  }

  /// The texts of all files in a folder, by path.
  static func files(in folder: URL) throws -> [String: String] {
    try folder.filesBelow().reduce(into: [:]) { $0[$1] = try folder.appending(path: $1).text() }
  }

  /// A moment as the name of a file, which sort by time: `2026-01-31T09-00-00.000Z`.
  static func name(of date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)).replacing(":", with: "-")
  }
}
