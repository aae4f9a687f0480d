package import Foundation

/// Files on their way into another package: looked at first, and then written all or not at all.
package struct PackageCopy: Sendable {
  package let plan: CopyPlan
  package let folder: URL

  /// Those of the plan that are not there yet.
  ///
  /// The others are, byte by byte.
  package let newFiles: [String]
  package let manifest: ManifestChange

  /// Whether the folder has no `Package.swift` yet.
  package let isNewPackage: Bool
  private let source: URL

  /// Finds out what is to be written, and writes nothing.
  ///
  /// - Parameters:
  ///   - index: The package that is copied from, in its folder.
  ///   - folder: The package that is copied to. It may have no `Package.swift` yet, and need not exist.
  /// - Throws: `CopyRefused`; `Manifest.Unreadable` for a manifest there; what Foundation throws for files.
  package init(_ plan: CopyPlan, of index: SourceIndex, in source: URL, to folder: URL) async throws {
    self.plan = plan
    self.source = source
    self.folder = folder
    let files = FileManager.default
    var isFolder: ObjCBool = false
    if files.fileExists(atPath: folder.path, isDirectory: &isFolder), !isFolder.boolValue {
      throw CopyRefused.unfitFolder("\(folder.path) is a file.")
    }
    guard folder.resolvingSymlinksInPath().path != source.resolvingSymlinksInPath().path else {
      throw CopyRefused.unfitFolder("\(folder.path) is the package that is copied from.")
    }
    let present = plan.files.filter { files.fileExists(atPath: folder.appending(path: $0).path) }
    let different = present.filter { path in
      !files.contentsEqual(atPath: source.appending(path: path).path, andPath: folder.appending(path: path).path)
    }
    guard different.isEmpty else { throw CopyRefused.wouldOverwrite(different) }
    newFiles = plan.files.filter { !present.contains($0) }
    isNewPackage = !files.fileExists(atPath: folder.appending(path: "Package.swift").path)
    if isNewPackage {
      manifest = ManifestChange(new: plan, from: index.manifest, name: folder.standardizedFileURL.lastPathComponent)
    } else {
      let existing = try await Manifest.read(from: folder)
      let dependency = await existing.dependency(on: index.manifest, in: source)
      let needs = try ManifestNeeds(for: plan, from: index.manifest, in: existing, dependingBy: dependency) { path in
        files.fileExists(atPath: folder.appending(path: path).path) || plan.files.contains { $0.hasPrefix(path + "/") }
      }
      manifest = try await ManifestChange(extending: folder, by: needs, having: existing)
    }
  }

  /// Whether lines must be added to the manifest by hand.
  package var needsPasting: Bool { manifest.text == nil && !manifest.lines.isEmpty }

  /// Writes the files and the manifest.
  ///
  /// If any of it fails, the folder is as it was.
  ///
  /// - Throws: What Foundation throws; `CopyRefused.unfitManifest` if the package manager cannot load the package then.
  package func write() async throws {
    var written = WrittenFiles()
    do {
      for path in newFiles {
        let original = source.appending(path: path)
        try written.write(Data(contentsOf: original), to: folder.appending(path: path))
        let attributes = try FileManager.default.attributesOfItem(atPath: original.path)
        if let permissions = attributes[.posixPermissions] {
          try FileManager.default.setAttributes(
            [.posixPermissions: permissions], ofItemAtPath: folder.appending(path: path).path)
        }
      }
      if let text = manifest.text {
        try written.write(Data(text.utf8), to: folder.appending(path: "Package.swift").resolvingSymlinksInPath())
        do {
          try await Manifest.load(from: folder)
        } catch let error as Manifest.Unreadable {
          throw CopyRefused.unfitManifest("The package would not be one any more. Swift says:\n\(error.reason)")
        }
      }
    } catch {
      written.undo()
      throw error
    }
  }
}
