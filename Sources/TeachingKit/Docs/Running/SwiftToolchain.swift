package import Foundation

/// The Swift on the `PATH`, at work on a clone of this package.
package struct SwiftToolchain: Toolchain {
  private let folder: URL

  /// - Parameter folder: The top folder of the clone.
  package init(folder: URL) {
    self.folder = folder
  }

  package func build() async throws -> URL {
    try await run(["swift", "build", "--quiet"])
    let path = try await run(["swift", "build", "--show-bin-path"]).outputText.trimmed
    return URL(filePath: path, directoryHint: .isDirectory)
  }

  package func test(packageIn folder: URL) async throws {
    // A build folder of its own: with that of this package, each would undo what the other has built.
    let scratch = self.folder.appending(path: ".build/tutorials/\(folder.lastPathComponent)")
    try await run([
      "swift", "test", "--quiet", "--package-path", folder.path, "--scratch-path", scratch.path,
    ])
  }

  package func sources(ofPackageIn folder: URL) async throws -> Set<String> {
    let description = try await run([
      "swift", "package", "--package-path", folder.path, "describe", "--type", "json",
    ])
    let package = try JSONDecoder().decode(PackageDescription.self, from: description.output)
    return Set(package.targets.flatMap { target in target.sources.map { "\(target.path)/\($0)" } })
      .union(["Package.swift"])
  }

  package func diagnostics(for file: URL, programs: URL) async throws -> [Diagnostic] {
    let command = Command(
      ["swiftc", "-typecheck", "-parse-as-library", "-swift-version", "6", "-diagnostic-style", "llvm"]
        + (try upcomingFeatures()).flatMap { ["-enable-upcoming-feature", $0] }
        + ([programs.appending(path: "Modules").path] + moduleMaps()).flatMap { ["-I", $0] } + [file.path],
      in: folder)
    return Self.diagnostics(in: try await command.run().errorText)
  }

  /// Reads the lines of the form `path:line:column: severity: message`.
  static func diagnostics(in text: String) -> [Diagnostic] {
    text.split(separator: "\n").compactMap { line in
      guard let match = line.wholeMatch(of: /(?:.+:\d+:\d+|<[a-z-]+>:\d+): (error|warning|note): (.+)/),
        let severity = Diagnostic.Severity(rawValue: String(match.1))
      else { return nil }
      return Diagnostic(severity, String(match.2))
    }
  }

  /// Those of the manifest, so that they are written down once.
  private func upcomingFeatures() throws -> [String] {
    let manifest = try String(contentsOf: folder.appending(path: "Package.swift"), encoding: .utf8)
    return manifest.matches(of: /\.enableUpcomingFeature\("(\w+)"\)/).map { String($0.1) }
  }

  /// The folders of C modules: the package's own, and those it depends on.
  private func moduleMaps() -> [String] {
    let checkouts = folder.appending(path: ".build/checkouts")
    let packages = [folder] + Self.folders(in: checkouts)
    return packages.flatMap { Self.folders(in: $0.appending(path: "Sources")) }
      .filter { FileManager.default.fileExists(atPath: $0.appending(path: "module.modulemap").path) }
      .map(\.path)
  }

  private static func folders(in folder: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { folder.appending(path: $0) }
  }

  @discardableResult
  private func run(_ arguments: [String]) async throws -> Command.Result {
    let result = try await Command(arguments, in: folder).run()
    guard result.status == 0 else {
      throw BuildFailed(
        arguments.prefix(2).joined(separator: " "), output: result.errorText + result.outputText)
    }
    return result
  }

  private struct PackageDescription: Decodable {
    let targets: [Target]

    struct Target: Decodable {
      let path: String
      let sources: [String]
    }
  }
}
