package import Foundation

/// The file with a learner's progress, which is whole at any moment, whatever is killed.
package struct ProgressFile: Sendable {
  package let url: URL

  package init(_ url: URL) {
    self.url = url
  }

  /// Whether anything was ever noted.
  package var exists: Bool { FileManager.default.fileExists(atPath: url.path) }

  /// What is in it; nothing if there is none.
  ///
  /// A file that cannot be read is renamed, so that nothing is lost and the learner can go on.
  ///
  /// - Returns: The progress, and where an unreadable file was put.
  package func load() throws -> (progress: LearnerProgress, setAside: URL?) {
    try locked { try loadUnlocked() }
  }

  /// What is in it, without setting anything aside; `nil` if it cannot be read.
  package func peek() -> LearnerProgress? {
    guard exists else { return LearnerProgress() }
    return (try? Data(contentsOf: url)).flatMap(decoded)
  }

  /// The names of the files that were set aside, the oldest first.
  package var setAside: [String] {
    let all = try? FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path)
    return (all ?? []).filter { $0.hasPrefix(namePrefixOfSetAside) }.sorted()
  }

  /// Reads, changes and writes, while no other process does.
  @discardableResult
  package func update<Value>(_ change: (inout LearnerProgress) throws -> Value) throws -> Value {
    try locked {
      var progress = try loadUnlocked().progress
      let before = progress
      let value = try change(&progress)
      if progress != before { try save(progress) }
      return value
    }
  }

  private func loadUnlocked() throws -> (progress: LearnerProgress, setAside: URL?) {
    guard exists else { return (LearnerProgress(), nil) }
    if let progress = decoded(try Data(contentsOf: url)) { return (progress, nil) }
    let aside = url.deletingLastPathComponent().appending(path: namePrefixOfSetAside + WorkCopies.name(of: .now))
    try FileManager.default.moveItem(at: url, to: aside)
    return (LearnerProgress(), aside)
  }

  private var namePrefixOfSetAside: String { "\(url.lastPathComponent).unreadable-" }

  private func decoded(_ data: Data) -> LearnerProgress? {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try? decoder.decode(LearnerProgress.self, from: data)
  }

  /// Written beside it, to the disk, and then put in its place: a reader finds the old one or the new one.
  private func save(_ progress: LearnerProgress) throws {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let new = url.appendingPathExtension("new")
    try encoder.encode(progress).write(to: new)
    let file = try FileHandle(forUpdating: new)
    try file.synchronize()
    try file.close()
    guard rename(new.path, url.path) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    // The name is in the folder, which is to reach the disk too.
    let folder = open(url.deletingLastPathComponent().path, O_RDONLY)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  private func locked<Value>(_ body: () throws -> Value) throws -> Value {
    let lock = try FileLock(waitingFor: url.deletingLastPathComponent().appending(path: "lock"))
    defer { withExtendedLifetime(lock) {} }
    return try body()
  }
}
