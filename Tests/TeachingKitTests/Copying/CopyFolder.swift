import Foundation
import TeachingKit

/// A folder to copy into.
struct CopyFolder {
  let url: URL

  /// Lends one that nobody else uses, and removes it afterwards.
  static func lend<Result>(_ body: (CopyFolder) async throws -> Result) async throws -> Result {
    let top = URL.temporaryDirectory.appending(path: "kit-tests-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: top) }
    let folder = top.appending(path: "MyApp")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return try await body(CopyFolder(url: folder))
  }

  /// Finds out what a copy into it would write.
  func copy(_ name: String, tests: Bool = true) async throws -> PackageCopy {
    let plan = try await CopySource.plan(name, tests: tests)
    return try await PackageCopy(plan, of: CopySource.index, in: CopySource.folder, to: url)
  }

  func put(_ text: String, at path: String) throws {
    let file = url.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// A package with a program, such as `swift package init` makes it.
  func putPackage(declaration: String = "let package = Package", more: String = "", tools: String = "6.2") throws {
    try put(
      """
      // swift-tools-version: \(tools)
      import PackageDescription

      \(declaration)(
        name: "MyApp",
        \(more)targets: [.executableTarget(name: "MyApp")]
      )
      """, at: "Package.swift")
    try put("print(\"Hello\")", at: "Sources/MyApp/main.swift")
  }

  func text(at path: String) throws -> String {
    try String(contentsOf: url.appending(path: path), encoding: .utf8)
  }

  /// All that is in it, folders too.
  func contents() throws -> Set<String> {
    try Set(FileManager.default.subpathsOfDirectory(atPath: url.path))
  }
}
