package import Foundation

/// The source files of a package, by target, and which of them need which.
///
/// The need is found by names: a file needs those that declare a name it mentions. That may be a file too many, where
/// two things have one name, but none too few.
package struct SourceIndex: Sendable {
  package struct File: Sendable {
    /// From the top of the package.
    package let path: String
    package let target: ManifestTarget
    package let text: String

    /// `nil` for what is not Swift: the headers of a system library.
    package let outline: SourceOutline?

    /// As in `EventBus` for `Sources/EventSourcing/Domain/Publishing/EventBus.swift`.
    package var name: String {
      let last = path.split(separator: "/").last ?? ""
      return String(last.hasSuffix(".swift") ? last.dropLast(".swift".count) : last)
    }

    /// As in `EventBus` for `EventBus+Keeping.swift`; `nil` for a file that is no part of another.
    var extendedName: String? {
      name.firstIndex(of: "+").map { String(name[..<$0]) }
    }
  }

  package let manifest: Manifest

  /// Sorted by path.
  package let files: [File]

  private let byPath: [String: File]

  /// All types that the package declares, and so could need.
  private let ownTypes: Set<String>

  /// - Throws: What Foundation throws if a file cannot be read.
  package init(of manifest: Manifest, in folder: URL) throws {
    self.manifest = manifest
    files = try manifest.targets.flatMap { target in
      try Self.paths(of: target, in: folder).map { path in
        let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        return File(
          path: path, target: target, text: text, outline: path.hasSuffix(".swift") ? SourceOutline(text) : nil)
      }
    }.sorted { $0.path < $1.path }
    byPath = Dictionary(files.map { ($0.path, $0) }) { first, _ in first }
    ownTypes = Set(files.flatMap { $0.outline?.types ?? [] })
  }

  package func file(_ path: String) -> File? { byPath[path] }

  package func files(of targets: Set<String>) -> [File] {
    files.filter { targets.contains($0.target.name) }
  }

  /// These files, and all that they need.
  package func closure(of paths: some Sequence<String>) -> Set<String> {
    var selected = paths.compactMap(file)
    var found = Set(selected.map(\.path))
    while true {
      let reachable = manifest.closure(of: Set(selected.map(\.target.name)))
      let selection = Selection(of: selected, ownTypes: ownTypes)
      let added = files.filter {
        !found.contains($0.path) && reachable.contains($0.target.name) && selection.needs($0)
      }
      if added.isEmpty { return found }
      found.formUnion(added.map(\.path))
      selected += added
    }
  }

  private static func paths(of target: ManifestTarget, in folder: URL) throws -> [String] {
    let top = folder.appending(path: target.folder)
    guard let found = FileManager.default.enumerator(atPath: top.path) else { return [] }
    var paths: [String] = []
    for case let path as String in found {
      let isHidden = path.split(separator: "/").contains { $0.hasPrefix(".") }
      let isExcluded = target.exclude.contains { path == $0 || path.hasPrefix($0 + "/") }
      let isFolder = (try? top.appending(path: path).resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory ?? false
      if !isHidden, !isExcluded, !isFolder { paths.append("\(target.folder)/\(path)") }
    }
    return paths
  }
}

/// Files that have been chosen, asked whether they need another.
private struct Selection {
  /// The words of those that see a target's declarations, by the target's name.
  private var wordsBySeenModule: [String: Set<String>] = [:]
  private var wordsByTarget: [String: Set<String>] = [:]
  private let declared: Set<String>
  private let ownTypes: Set<String>
  private let executables: Set<String>

  init(of files: [SourceIndex.File], ownTypes: Set<String>) {
    self.ownTypes = ownTypes
    declared = Set(files.flatMap { $0.outline?.types ?? [] })
    var executables: Set<String> = []
    for file in files {
      guard let outline = file.outline else { continue }
      wordsByTarget[file.target.name, default: []].formUnion(outline.words)
      for module in outline.imports { wordsBySeenModule[module, default: []].formUnion(outline.words) }
      // A program is not imported but started, by its name in a string.
      executables.formUnion(
        file.target.dependencies.compactMap(\.targetName).filter { file.text.contains("\"\($0)\"") })
    }
    self.executables = executables
  }

  func needs(_ file: SourceIndex.File) -> Bool {
    let target = file.target
    switch target.type {
    case .system: return wordsBySeenModule[target.module] != nil
    case .executable where executables.contains(target.name): return true
    default: break
    }
    guard let outline = file.outline else { return wordsByTarget[target.name] != nil }
    let words = wordsByTarget[target.name, default: []].union(wordsBySeenModule[target.module, default: []])
    guard !words.isEmpty else { return false }
    // What `Thing+Something.swift` adds to others is for things: for a coder, how it codes them.
    if let thing = file.extendedName, ownTypes.contains(thing), !declared.contains(thing), !words.contains(thing) {
      return false
    }
    return !outline.names.isDisjoint(with: words) || outline.extensions.contains { isUsed($0, words) }
  }

  private func isUsed(_ added: SourceOutline.Extension, _ words: Set<String>) -> Bool {
    guard isKnown(added.type) else { return false }
    if !added.members.isDisjoint(with: words) { return true }
    guard words.contains(added.type) else { return false }
    return added.nameless.contains { $0.isSubset(of: words) } || added.protocols.contains(where: isKnown)
  }

  /// Whether files that were chosen have it, or the toolchain.
  private func isKnown(_ type: String) -> Bool {
    declared.contains(type) || !ownTypes.contains(type)
  }
}
