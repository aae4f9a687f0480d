package import Foundation

/// Tries that what can be copied builds, and passes its tests, in an empty package with nothing else.
///
/// Each copy is made into a new, empty folder. Building each from nothing would take minutes, most of them for the same
/// files; so the copies are then built one after the other at one place, where what they have in common is built once.
/// A copy that lacks a file does not gain from that: only the files of its own package are compiled, and an import of a
/// target that its manifest does not declare is an error.
package struct CopyOutCheck: Sendable {
  package struct Row: Sendable {
    package let name: String
    package let files: Int
    package let tests: Int
    package let duration: Duration

    /// What went wrong; `nil` if it builds and its tests pass.
    package let failure: String?
  }

  private let source: PackageFolder
  private let index: SourceIndex
  private let catalogue: Catalogue
  private let folder: URL

  /// - Parameter folder: Where the copies are built. What is there already makes it quicker.
  package init(of source: PackageFolder, in folder: URL? = nil) async throws {
    self.source = source
    index = try SourceIndex(of: try await Manifest.read(from: source.url), in: source.url)
    catalogue = Catalogue(of: index)
    self.folder = folder ?? source.appending(".build/copy-out")
  }

  /// All steps, libraries and layers, and all else that the Markdown files say to copy.
  package func names() throws -> [String] {
    let all = catalogue.steps + catalogue.libraries + catalogue.layers
    return try all + CopiesInMarkdown(in: source).names.filter { !all.contains($0) }
  }

  /// Copies, builds and tests each.
  ///
  /// - Parameters:
  ///   - names: What to try; all of `names()` if it is `nil`.
  ///   - report: Is told each result as soon as it is there.
  package func run(_ names: [String]? = nil, report: (Row) -> Void = { _ in }) async throws -> [Row] {
    let plans = try (names ?? self.names()).map { ($0, CopyPlan(try catalogue.entry($0), in: index)) }
    // A package that is not needed for a while is thrown away, and so is what was built of it.
    let ordered = plans.sorted { ($0.1.packages.count, $0.1.files.count) < ($1.1.packages.count, $1.1.files.count) }
    var rows: [Row] = []
    for (name, plan) in ordered {
      let row = try await check(name, plan)
      report(row)
      rows.append(row)
    }
    return rows
  }

  private func check(_ name: String, _ plan: CopyPlan) async throws -> Row {
    let start = ContinuousClock.now
    var tests = 0
    var failure: String?
    do {
      try await place(plan)
      try await build()
      if plan.hasTests { tests = try await test(withServer: plan.needsServer) }
    } catch let error as Failed {
      failure = error.output
    }
    return Row(name: name, files: plan.files.count, tests: tests, duration: .now - start, failure: failure)
  }

  /// Compiles each type of the core library with those files only that a copy of it has.
  ///
  /// Types that need the same files are compiled once.
  ///
  /// - Returns: What the compiler says of each copy that lacks a file, by the names of its types.
  package func lacking() async throws -> [String: String] {
    var types: [[String]: [String]] = [:]
    var settings: [ManifestTarget.Setting] = []
    for type in catalogue.types {
      let plan = CopyPlan(try catalogue.entry(type), in: index, tests: false)
      guard plan.targets.count == 1, plan.packages.isEmpty, let target = plan.targets.first else { continue }
      types[plan.files, default: []].append(type)
      settings = target.settings
    }
    let features = settings.flatMap { ["-enable-upcoming-feature", $0.value ?? ""] }
    let options = ["-swift-version", "6", "-package-name", "copy", "-module-name", "Copy"] + features
    var messages: [String: String] = [:]
    for (files, names) in types.sorted(by: { $0.key.count < $1.key.count }) {
      let result = try await Command(["swiftc", "-typecheck"] + options + files, in: source.url).run()
      if result.status != 0 { messages[names.joined(separator: ", ")] = Self.reasons(in: result.errorText) }
    }
    return messages
  }

  private var package: URL { folder.appending(path: "CopyOut") }

  /// Makes the copy, and leaves those files alone at the place of building that are the same.
  private func place(_ plan: CopyPlan) async throws {
    let fresh = folder.appending(path: "fresh-\(UUID().uuidString)/CopyOut")
    defer { try? FileManager.default.removeItem(at: fresh.deletingLastPathComponent()) }
    try await PackageCopy(plan, of: index, in: source.url, to: fresh).write()
    let files = FileManager.default
    try files.createDirectory(at: package, withIntermediateDirectories: true)
    let wanted = try Self.files(in: fresh)
    for path in try Self.files(in: package) where !wanted.contains(path) && path != "Package.resolved" {
      try files.removeItem(at: package.appending(path: path))
    }
    for path in wanted {
      let (from, to) = (fresh.appending(path: path), package.appending(path: path))
      if files.contentsEqual(atPath: from.path, andPath: to.path) { continue }
      try? files.removeItem(at: to)
      try files.createDirectory(at: to.deletingLastPathComponent(), withIntermediateDirectories: true)
      try files.copyItem(at: from, to: to)
    }
  }

  private static func files(in folder: URL) throws -> Set<String> {
    try Set(
      FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { path in
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: folder.appending(path: path).path, isDirectory: &isFolder)
          && !isFolder.boolValue
      })
  }

  private struct Failed: Error {
    let output: String
  }

  private func build() async throws {
    try await swift(["build", "--build-tests", "--explicit-target-dependency-import-check", "error"])
  }

  /// Returns the number of tests that passed.
  private func test(withServer: Bool) async throws -> Int {
    let output = try await swift(["test", "--skip-build"], after: withServer ? [".ci/with-postgresql"] : [])
    let summary = /Test run with (\d+) tests?.* passed/
    let count = output.firstMatch(of: summary).flatMap { Int($0.output.1) } ?? 0
    guard count > 0 else { throw Failed(output: "No test was run.") }
    return count
  }

  @discardableResult
  private func swift(_ arguments: [String], after prefix: [String] = []) async throws -> String {
    let scratch = ["--scratch-path", folder.appending(path: "build").path]
    let result = try await Command(prefix + ["swift"] + arguments + scratch, in: package).run()
    guard result.status == 0 else { throw Failed(output: Self.reasons(in: result.outputText + result.errorText)) }
    return result.outputText
  }

  /// The lines that say why, each once.
  private static func reasons(in output: String) -> String {
    var seen: Set<Substring> = []
    let lines = output.split(separator: "\n").filter { line in
      (line.contains("error:") || line.contains("recorded an issue")) && seen.insert(line).inserted
    }
    return lines.isEmpty ? String(output.suffix(2000)) : lines.prefix(20).joined(separator: "\n")
  }
}
