/// The files that a copy consists of, and what a manifest must declare for them.
package struct CopyPlan: Sendable {
  /// From the top of the package, sorted.
  package private(set) var files: [String] = []

  /// The targets that these files belong to, with what they depend on.
  ///
  /// Folders that they exclude are among them only if there is something in them.
  package private(set) var targets: [ManifestTarget] = []

  /// The packages whose products they need.
  package private(set) var packages: [ManifestPackage] = []

  /// Programs whose name is not that of their target.
  package private(set) var products: [Manifest.Product] = []

  /// The libraries that were asked for, which a program of one's own imports.
  package private(set) var libraries: [String] = []

  /// What the tests of the PostgreSQL recorder start their server with, and a pooler before it.
  private static let serverScripts = [".ci/with-postgresql", ".ci/with-pooler", ".ci/lib.sh"]

  /// - Parameter tests: Whether the tests come along, with what they need.
  package init(_ entry: Catalogue.Entry, in index: SourceIndex, tests: Bool = true) {
    switch entry {
    case .targets(let names): takeTargets(names, index, tests)
    case .layer(let folder): takeLayer(folder, index, tests)
    case .file(let path): takeFile(path, index, tests)
    }
    let names = Set(targets.map(\.name))
    let used = Set(
      targets.flatMap(\.dependencies).compactMap { dependency -> String? in
        if case .product(_, let package) = dependency { package.lowercased() } else { nil }
      })
    packages = index.manifest.dependencies.filter { used.contains($0.identity) }
    products = index.manifest.products.filter { product in
      let targets = product.targets.compactMap(index.manifest.target)
      return targets.allSatisfy { $0.type == .executable && names.contains($0.name) && $0.name != product.name }
    }
    // Warnings are errors here; in a package of somebody else they are for its owner to decide, and a newer compiler
    // that warns of more must not break it.
    for index in targets.indices { targets[index].settings.removeAll { $0.kind == "treatAllWarnings" } }
    if files.contains(where: { index.file($0)?.text.contains(Self.serverScripts[0]) == true }) {
      files += Self.serverScripts
    }
    files.sort()
  }

  package var needsServer: Bool { files.contains(Self.serverScripts[0]) }

  package var hasTests: Bool { targets.contains { $0.type == .test } }

  // MARK: Whole targets

  private mutating func takeTargets(_ names: [String], _ index: SourceIndex, _ tests: Bool) {
    let manifest = index.manifest
    libraries = names.filter { manifest.target($0)?.type == .regular }
    let testTargets = names.map { "\($0)Tests" }.filter { manifest.target($0) != nil }
    let all = manifest.closure(of: names + (tests ? testTargets : []))
    files = index.files(of: all).map(\.path)
    targets = manifest.targets.filter { all.contains($0.name) }.map(withoutEmptyExclusions)
  }

  private func withoutEmptyExclusions(_ target: ManifestTarget) -> ManifestTarget {
    var target = target
    let folder = target.folder
    target.exclude.removeAll { excluded in !files.contains { $0.hasPrefix("\(folder)/\(excluded)/") } }
    return target
  }

  // MARK: Files of targets

  private mutating func takeLayer(_ folder: String, _ index: SourceIndex, _ tests: Bool) {
    let files = Self.layers(from: folder, index)
    libraries = Set(files.compactMap { index.file($0)?.target.name }).sorted()
    takeFiles(files, index, tests)
  }

  /// A file with those that it needs.
  ///
  /// If those are nine of ten of its library, it is the library: its tests need the rest.
  private mutating func takeFile(_ path: String, _ index: SourceIndex, _ tests: Bool) {
    guard let file = index.file(path) else { return }
    // `Thing+Something.swift` is a part of `Thing.swift`, whether it is used or not.
    let parts = index.files(of: [file.target.name]).map(\.path).filter {
      $0.hasPrefix(path.dropLast(".swift".count) + "+")
    }
    let needed = index.closure(of: [path] + parts)
    let library = index.files(of: [file.target.name])
    if library.count(where: { needed.contains($0.path) }) * 10 >= library.count * 9, library.count > 1 {
      takeTargets([file.target.name], index, tests)
    } else {
      libraries = [file.target.name]
      let folder = path.dropLast(path.split(separator: "/").last?.count ?? 0)
      let beside = needed.filter { $0.hasPrefix(folder) }.flatMap { index.file($0)?.outline?.types ?? [] }
      takeFiles(needed, index, tests, of: (file.outline?.types ?? []) + [file.name], beside: beside)
    }
  }

  /// A layer and those that it needs, each as a whole.
  private static func layers(from folder: String, _ index: SourceIndex) -> Set<String> {
    let layerOf = { (path: String) in path.split(separator: "/").prefix(3).joined(separator: "/") + "/" }
    var folders: Set = [folder]
    while true {
      let found = index.closure(of: index.files.map(\.path).filter { folders.contains(layerOf($0)) })
      let needed = Set(found.map(layerOf))
      if needed.isSubset(of: folders) { return found }
      folders.formUnion(needed)
    }
  }

  private mutating func takeFiles(
    _ chosen: Set<String>, _ index: SourceIndex, _ tests: Bool, of subjects: [String] = [],
    beside neighbours: [String] = []
  ) {
    var chosen = chosen
    if tests { chosen = ClassTests(of: subjects, beside: neighbours, with: chosen, in: index).files }
    files = chosen.sorted()
    let byTarget = Dictionary(grouping: chosen.compactMap(index.file), by: \.target.name)
    targets = index.manifest.targets.compactMap { target in
      guard let files = byTarget[target.name] else { return nil }
      var target = withoutEmptyExclusions(target)
      // What no chosen file imports is not needed.
      target.dependencies.removeAll { dependency in
        !files.contains { file in
          file.outline?.imports.contains(dependency.module) == true || file.text.contains("\"\(dependency.name)\"")
        }
      }
      return target
    }
  }
}
