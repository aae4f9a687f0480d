import Foundation
import TeachingKit

/// A small repository in a folder of its own, with a toolchain that only pretends.
struct TestRepository {
  let folder: URL
  var toolchain: PretendedToolchain

  func write(_ path: String, _ text: String) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  func read(_ path: String) throws -> String {
    try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  /// An executable: a script for the shell.
  func program(_ name: String, _ script: String) throws {
    try write("programs/\(name)", "#!/bin/sh\n\(script)\n")
    let file = folder.appending(path: "programs/\(name)")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  func check(writes: Bool = false, pages: [String] = []) async throws -> DocsCheck.Report {
    try await DocsCheck(folder: folder, toolchain: toolchain).run(pages: pages, writes: writes)
  }

  /// The problems of one page with this text.
  func problems(_ text: String) async throws -> [Problem] {
    try write("page.md", text)
    return try await check().problems
  }
}

/// Lends a repository to the body.
func withTestRepository(_ body: (inout TestRepository) async throws -> Void) async throws {
  try await withScratchFolder { folder in
    var repository = TestRepository(folder: folder, toolchain: PretendedToolchain(folder: folder))
    try await body(&repository)
  }
}

/// A toolchain whose executables are there, and for which all Swift below `Sources` is compiled.
struct PretendedToolchain: Toolchain {
  let folder: URL

  /// What each build prints when it fails.
  var failure: String?

  func build() async throws -> URL {
    if let failure { throw BuildFailed("swift build", output: failure) }
    return folder.appending(path: "programs")
  }

  func test(packageIn folder: URL) async throws {
    if folder.lastPathComponent == "Broken" { throw BuildFailed("swift test", output: "a test recorded an issue") }
  }

  func sources(ofPackageIn folder: URL) async throws -> Set<String> {
    let files = FileManager.default.enumerator(atPath: folder.appending(path: "Sources").path)
    return Set((files?.allObjects as? [String] ?? []).map { "Sources/\($0)" })
  }

  /// A real compiler's, as this is quick.
  func diagnostics(for file: URL, programs: URL) async throws -> [Diagnostic] {
    let command = Command(["swiftc", "-typecheck", "-diagnostic-style", "llvm", file.path], in: folder)
    return SwiftToolchain.diagnostics(in: try await command.run().errorText)
  }
}
