package import Foundation

extension URL {
  /// The folders in this one, by name; hidden ones are left out.
  package func subfolders() throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: self, includingPropertiesForKeys: [.isDirectoryKey], options: .skipsHiddenFiles
    )
    .filter { (try? $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true }
    .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }

  /// The files below this folder, as paths from it, sorted; none if there is no such folder.
  ///
  /// Hidden ones are left out.
  package func filesBelow(withExtension wanted: String? = nil) -> [String] {
    guard let all = FileManager.default.enumerator(atPath: path) else { return [] }
    return all.compactMap { $0 as? String }
      .filter { path in
        let isHidden = path.split(separator: "/").contains { $0.hasPrefix(".") }
        return !isHidden && (wanted == nil || path.hasSuffix(".\(wanted ?? "")"))
          && !appending(path: path).isFolder
      }
      .sorted()
  }

  package var isFolder: Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  package func text() throws -> String {
    try String(contentsOf: self, encoding: .utf8)
  }

  /// The texts of all files below this folder, by path.
  package func texts() throws -> [String: String] {
    try filesBelow().reduce(into: [:]) { $0[$1] = try appending(path: $1).text() }
  }

  /// What is in all files below this folder, by path, whatever it is.
  ///
  /// Editors put files there for a moment; one that is gone before it is read is left out.
  package func contents() throws -> [String: Data] {
    try filesBelow().reduce(into: [:]) { contents, path in
      do {
        contents[path] = try Data(contentsOf: appending(path: path))
      } catch CocoaError.fileReadNoSuchFile {}
    }
  }

  /// Writes a text where there is another or none, with the folders to it; else leaves the file alone.
  ///
  /// A build system goes by the time of change, so what is the same must not be touched.
  ///
  /// - Returns: Whether it was written.
  @discardableResult
  package func writeIfChanged(_ text: String) throws -> Bool {
    try writeIfChanged(Data(text.utf8))
  }

  /// Writes data where there are others or none, with the folders to it; else leaves the file alone.
  ///
  /// - Returns: Whether they were written.
  @discardableResult
  package func writeIfChanged(_ data: Data) throws -> Bool {
    if (try? Data(contentsOf: self)) == data { return false }
    try FileManager.default.createDirectory(at: deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: self, options: .atomic)
    return true
  }

  /// Makes these all the files below this folder, by path, and touches none that is so already.
  package func makeFiles(_ files: [String: String]) throws {
    for path in filesBelow() where files[path] == nil {
      try FileManager.default.removeItem(at: appending(path: path))
    }
    for (path, text) in files { try appending(path: path).writeIfChanged(text) }
  }
}
