import Foundation

/// Files that were written and can be taken back, with the folders made for them.
struct WrittenFiles {
  private var made: [URL] = []
  private var replaced: [(file: URL, old: Data)] = []

  /// Writes a file as a whole, and makes the folders above it that are missing.
  mutating func write(_ data: Data, to file: URL) throws {
    var missing: [URL] = []
    var above = file.deletingLastPathComponent()
    while !FileManager.default.fileExists(atPath: above.path) {
      missing.append(above)
      above.deleteLastPathComponent()
    }
    for folder in missing.reversed() {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
      made.append(folder)
    }
    if FileManager.default.fileExists(atPath: file.path) {
      replaced.append((file, try Data(contentsOf: file)))
    } else {
      made.append(file)
    }
    try data.write(to: file, options: .atomic)
  }

  /// Leaves everything as it was.
  mutating func undo() {
    for (file, old) in replaced { try? old.write(to: file, options: .atomic) }
    for url in made.reversed() { try? FileManager.default.removeItem(at: url) }
    (made, replaced) = ([], [])
  }
}
