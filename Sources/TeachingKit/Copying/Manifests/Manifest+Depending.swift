package import Foundation

extension Manifest {
  /// The dependency by which a package has another one already: of its own, or of a package in a folder that it depends
  /// on.
  ///
  /// What packages from elsewhere depend on is not known before they are fetched.
  package func dependency(on other: Manifest, in folder: URL) async -> String? {
    var seen: Set<String> = []
    return await dependency(on: other, at: folder.resolvingSymlinksInPath().path, seen: &seen)
  }

  private func dependency(on other: Manifest, at folder: String, seen: inout Set<String>) async -> String? {
    for dependency in dependencies {
      if dependency.isProbably(other.name) || dependency.folder == folder { return dependency.name }
      guard let path = dependency.folder, seen.insert(path).inserted,
        let manifest = try? await Manifest.read(from: URL(filePath: path))
      else { continue }
      if await manifest.dependency(on: other, at: folder, seen: &seen) != nil { return dependency.name }
    }
    return nil
  }
}

extension ManifestPackage {
  /// Whether it goes by the name of a package: a folder or an address may be called anything.
  fileprivate func isProbably(_ name: String) -> Bool {
    let last = url.flatMap { URL(string: $0)?.deletingPathExtension().lastPathComponent }
    return [declaredName, last].contains { $0?.lowercased() == name.lowercased() }
  }

  fileprivate var name: String { declaredName ?? identity }

  fileprivate var folder: String? {
    path.map { URL(filePath: $0).resolvingSymlinksInPath().path }
  }
}
