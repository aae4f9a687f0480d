/// What can be copied, by name.
package struct Catalogue: Sendable {
  package enum Entry: Equatable, Sendable {
    /// Whole targets: a step with its program, or a library.
    case targets([String])

    /// A folder of the core library, from the top of the package.
    case layer(String)

    /// The file of a type or a function, from the top of the package.
    case file(String)
  }

  /// The library whose folders are layers.
  private static let core = "EventSourcing"

  /// The programs of the steps, in order, and `minimal`.
  package let steps: [String]

  /// The libraries that the package offers to others.
  package let libraries: [String]

  /// The layers of the core library, the innermost first.
  package let layers: [String]

  private let index: SourceIndex
  private let filesByType: [String: [SourceIndex.File]]

  /// By the names of free functions, and by those of the files themselves.
  private let filesByOtherName: [String: [SourceIndex.File]]

  package init(of index: SourceIndex) {
    let manifest = index.manifest
    let offered = Set(manifest.products.flatMap(\.targets))
    self.index = index
    let programs = manifest.targets.filter { $0.type == .executable && $0.folder.hasPrefix("Sources/Steps/") }
    steps =
      programs.map { program in
        manifest.products.first { $0.targets == [program.name] }?.name ?? program.name
      }.inStepOrder
    libraries = manifest.targets.filter { $0.type == .regular && offered.contains($0.name) }.map(\.name)
    layers = ["Domain", "Persistence", "Application"].filter { layer in
      index.files.contains { $0.path.hasPrefix(Self.folder(of: layer)) }
    }
    var filesByType: [String: [SourceIndex.File]] = [:]
    var filesByOtherName: [String: [SourceIndex.File]] = [:]
    for file in index.files where [.regular, .executable].contains(file.target.type) {
      guard let outline = file.outline else { continue }
      for type in outline.types { filesByType[type, default: []].append(file) }
      for name in outline.names.subtracting(outline.types).union([file.name]) {
        filesByOtherName[name, default: []].append(file)
      }
    }
    self.filesByType = filesByType
    self.filesByOtherName = filesByOtherName
  }

  /// The folder of a layer, with a stroke at its end.
  package static func folder(of layer: String) -> String { "Sources/\(core)/\(layer)/" }

  /// The types of the libraries.
  package var types: [String] {
    filesByType.filter { _, files in files.contains { libraries.contains($0.target.name) } }.keys.sorted()
  }

  private var functions: [String] {
    filesByOtherName.filter { _, files in files.contains { libraries.contains($0.target.name) } }.keys.sorted()
  }

  /// Finds what is called so.
  ///
  /// Capitals do not matter where only one thing is meant.
  ///
  /// - Throws: `CopyRefused`.
  package func entry(_ name: String) throws(CopyRefused) -> Entry {
    if let target = target(name) { return .targets(family(of: target)) }
    if let layer = layers.first(where: { $0.lowercased() == name.lowercased() }) {
      return .layer(Self.folder(of: layer))
    }
    let parts = name.split(separator: ".").map(String.init)
    let last = parts.last ?? name
    guard let (spelling, found) = lookUp(last, in: filesByType) ?? lookUp(last, in: filesByOtherName) else {
      throw unknown(name)
    }
    var files = found
    if parts.count > 1 {
      files.removeAll { $0.target.name != parts[0] }
    } else if files.contains(where: { libraries.contains($0.target.name) }) {
      // What the libraries have goes before its namesake in the steps, which is there to be read.
      files.removeAll { !libraries.contains($0.target.name) }
    }
    guard let file = files.first else { throw unknown(name) }
    let targets = Set(files.map(\.target.name))
    guard targets.count == 1 else { throw .ambiguous(spelling, targets.map { "\($0).\(spelling)" }.sorted()) }
    return .file(file.path)
  }

  private func lookUp(
    _ name: String, in files: [String: [SourceIndex.File]]
  ) -> (spelling: String, files: [SourceIndex.File])? {
    let spelling = files[name] != nil ? name : files.keys.sorted().first { $0.lowercased() == name.lowercased() }
    return spelling.flatMap { spelling in files[spelling].map { (spelling, $0) } }
  }

  private func target(_ name: String) -> ManifestTarget? {
    let targets = index.manifest.targets
    let product = index.manifest.products.first { $0.name.lowercased() == name.lowercased() }
    return targets.first { $0.name == name }
      ?? targets.first { $0.name.lowercased() == name.lowercased() || $0.name == product?.targets.first }
  }

  /// A library and the program in its folder `Run` belong together.
  private func family(of target: ManifestTarget) -> [String] {
    let run = "/Run"
    let base = target.folder.hasSuffix(run) ? String(target.folder.dropLast(run.count)) : target.folder
    return index.manifest.targets.filter { $0.folder == base || $0.folder == base + run }.map(\.name)
  }

  private func unknown(_ name: String) -> CopyRefused {
    let targets = index.manifest.targets.map(\.name)
    return .unknownName(
      name, nearest: nearestNames(to: name, among: Set(steps + libraries + layers + targets + types + functions)),
      known: [
        "Steps: \(steps.joined(separator: ", ")).",
        "Libraries: \(libraries.joined(separator: ", ")).",
        "Layers of the core: \(layers.joined(separator: ", ")).",
        "And every type and free function of the libraries, such as Repository or retryingOnConcurrencyError.",
      ])
  }
}
