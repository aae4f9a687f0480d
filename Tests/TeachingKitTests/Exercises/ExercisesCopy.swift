import EventSourcingTestKit
import Foundation
import TeachingKit

/// A folder like that of this package, with a copy of the first three exercises as they are shipped.
struct ExercisesCopy {
  let folder: URL

  var exercises: URL { folder.appending(path: "Exercises") }

  /// - Parameter folder: May have a copy already, which is brought up to date.
  init(in folder: URL) throws {
    self.folder = folder
    let kit = try PackageFolder(above: URL(filePath: #filePath).deletingLastPathComponent())
    let original = try ExercisePackage(kit.appending("Exercises"))
    let first = original.exercises.filter { $0.number <= 3 }
    let manifest = try original.folder.appending(path: "Package.swift").text()
    try exercises.appending(path: "Package.swift").writeIfChanged(ExerciseList.renewed(in: manifest, for: first))
    var parts = ["Sources"]
    parts += first.flatMap { ["\($0.path)/Tests", "Solutions/\($0.solutionFolder.lastPathComponent)"] }
    for part in parts { try copy(original.folder.appending(path: part), to: exercises.appending(path: part)) }
    for exercise in first {
      let info = "\(exercise.path)/exercise.json"
      try exercises.appending(path: info).writeIfChanged(original.folder.appending(path: info).text())
      try set(Solution(of: exercise).stubs, for: exercise)
    }
    try renewChecksums()

    // Of the package itself: what the core needs, so that no other package is needed to build it.
    for target in ["EventSourcing", "EventSourcingTestKit"] {
      try copy(kit.appending("Sources/\(target)"), to: folder.appending(path: "Sources/\(target)"))
    }
    try FileManager.default.createDirectory(at: folder.appending(path: "Tutorials"), withIntermediateDirectories: true)
    try folder.appending(path: "Package.swift").writeIfChanged(Self.manifest)
  }

  /// Makes these the sources of an exercise.
  func set(_ files: [String: String], for exercise: Exercise) throws {
    try exercises.appending(path: "\(exercise.path)/Sources").makeFiles(files)
  }

  /// Takes the test files as they are for those that belong there.
  func renewChecksums() throws {
    let package = try ExercisePackage(exercises)
    try exercises.appending(path: Checksums.file).writeIfChanged(Checksums(ofFilesIn: package).text())
  }

  private func copy(_ source: URL, to target: URL) throws {
    try target.makeFiles(source.texts())
  }

  private static let manifest = """
    // swift-tools-version: 6.2
    import PackageDescription

    let package = Package(
      name: "EventSourcing",
      platforms: [.macOS(.v15)],
      products: [
        .library(name: "EventSourcing", targets: ["EventSourcing"]),
        .library(name: "EventSourcingTestKit", targets: ["EventSourcingTestKit"]),
      ],
      targets: [.target(name: "EventSourcing"), .target(name: "EventSourcingTestKit", dependencies: ["EventSourcing"])]
    )

    for target in package.targets {
      target.swiftSettings = [
        "ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility", "NonisolatedNonsendingByDefault",
      ].map { .enableUpcomingFeature($0) }
    }

    """
}

/// Lends a copy in a fresh folder, and removes it.
func withCopyOfExercises<Value>(_ body: (ExercisesCopy) async throws -> Value) async throws -> Value {
  try await withTemporaryFolder { try await body(ExercisesCopy(in: URL(filePath: $0))) }
}

/// Where the build puts the command, beside the tests.
var kitProduct: String {
  let tests = Bundle.allBundles.first { $0.bundleURL.pathExtension == "xctest" }
  return (tests?.bundleURL.deletingLastPathComponent() ?? Bundle.main.bundleURL).appending(path: "kit").path
}
