package import Foundation

/// What a `Package.swift` declares, as `swift package dump-package` tells it.
package struct Manifest: Decodable, Equatable, Sendable {
  package struct Platform: Decodable, Equatable, Sendable {
    package let platformName: String
    package let version: String
  }

  package struct Product: Decodable, Equatable, Sendable {
    package let name: String
    package let targets: [String]
  }

  private struct ToolsVersion: Decodable, Equatable {
    let _version: String
  }

  package let name: String
  package let platforms: [Platform]
  package let dependencies: [ManifestPackage]
  package let products: [Product]
  package let targets: [ManifestTarget]

  /// The modes that are declared for the whole package; `nil` where the tools version decides.
  package let swiftLanguageVersions: [String]?

  private let toolsVersion: ToolsVersion

  /// Such as `6.2.0`.
  package var swiftToolsVersion: String { toolsVersion._version }

  package func target(_ name: String) -> ManifestTarget? {
    targets.first { $0.name == name }
  }

  /// A target and all targets of this package that it depends on, and they depend on.
  package func closure(of names: some Sequence<String>) -> Set<String> {
    var found: Set<String> = []
    var waiting = Array(names)
    while let name = waiting.popLast() {
      guard let target = target(name), found.insert(name).inserted else { continue }
      waiting += target.dependencies.compactMap(\.targetName)
    }
    return found
  }
}

extension Manifest {
  /// A manifest that cannot be read, in the words of the package manager.
  package struct Unreadable: Error, CustomStringConvertible {
    package let folder: String
    package let reason: String

    package var description: String { "Package.swift in \(folder) cannot be read:\n\(reason)" }
  }

  /// Reads the manifest of a folder, and writes nothing there.
  ///
  /// - Throws: `Unreadable`.
  package static func read(from folder: URL) async throws -> Manifest {
    let result = try await swiftPackage("dump-package", in: folder)
    guard result.status == 0 else { throw Unreadable(folder: folder.path, reason: result.errorText) }
    return try JSONDecoder().decode(Manifest.self, from: result.output)
  }

  /// Has the package manager load the package of a folder, which finds more mistakes than reading its manifest does:
  /// folders that are missing, or belong to two targets.
  ///
  /// - Throws: `Unreadable`.
  package static func load(from folder: URL) async throws {
    let result = try await swiftPackage("describe", in: folder)
    guard result.status == 0 else { throw Unreadable(folder: folder.path, reason: result.errorText) }
  }

  /// With a build folder of its own: that of the package may be in use.
  private static func swiftPackage(_ subcommand: String, in folder: URL) async throws -> Command.Result {
    let scratch = URL.temporaryDirectory.appending(path: "kit-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let options = subcommand == "describe" ? ["--type", "json"] : []
    return try await Command(
      ["swift", "package", "--scratch-path", scratch.path, subcommand] + options, in: folder
    ).run()
  }
}
