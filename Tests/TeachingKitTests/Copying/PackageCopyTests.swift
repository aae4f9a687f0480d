import Foundation
import TeachingKit
import Testing

@Suite("A copy into a package")
struct PackageCopyTests {
  @Test func `makes a package of an empty folder, with files that are the same byte by byte`() async throws {
    try await CopyFolder.lend { folder in
      let copy = try await folder.copy("step1")
      try await copy.write()
      let manifest = try await Manifest.read(from: folder.url)
      #expect(manifest.name == "MyApp")
      #expect(Set(manifest.targets.map(\.name)) == Set(copy.plan.targets.map(\.name)))
      #expect(try await manifest.platforms == CopySource.index.manifest.platforms)
      for path in copy.plan.files {
        #expect(
          try Data(contentsOf: folder.url.appending(path: path))
            == Data(contentsOf: CopySource.folder.appending(path: path)))
      }
    }
  }

  @Test(arguments: ["plain", "with space", "it's", "a'\u{301}b", "$(exit 3)", "-dash", "back\\slash"])
  func `says how to go there, so that a shell does`(name: String) async throws {
    try await CopyFolder.lend { folder in
      let here = folder.url.deletingLastPathComponent()
      let other = CopyFolder(url: URL(filePath: name, relativeTo: here))
      let report = CopyReport(of: try await other.copy("Timestamp", tests: false), isDryRun: false).description
      try FileManager.default.createDirectory(at: other.url, withIntermediateDirectories: true)
      let line = try #require(report.split(separator: "\n").first { $0.hasPrefix("  cd ") })
      let result = try await Command(["sh", "-c", "\(line) && pwd -P"], in: here).run()
      #expect(result.status == 0)
      let place = String(decoding: result.output, as: UTF8.self).trimmingCharacters(in: .newlines)
      #expect(place.utf8.elementsEqual(other.url.resolvingSymlinksInPath().path.utf8))
    }
  }

  @Test func `keeps scripts executable`() async throws {
    try await CopyFolder.lend { folder in
      try await folder.copy("EventSourcingPostgreSQL").write()
      let script = folder.url.appending(path: ".ci/with-postgresql").path
      #expect(FileManager.default.isExecutableFile(atPath: script))
    }
  }

  @Test func `writes nothing before it is told to`() async throws {
    try await CopyFolder.lend { folder in
      let copy = try await folder.copy("Timestamp")
      #expect(copy.newFiles == copy.plan.files)
      #expect(try folder.contents().isEmpty)
    }
  }

  @Test func `refuses to overwrite files that differ, names them, and writes nothing`() async throws {
    try await CopyFolder.lend { folder in
      let taken = "Sources/EventSourcing/Domain/Events/Timestamp.swift"
      try folder.put("struct Mine {}", at: taken)
      let before = try folder.contents()
      await #expect(throws: CopyRefused.wouldOverwrite([taken])) { try await folder.copy("EventBus").write() }
      #expect(try folder.contents() == before)
      #expect(try folder.text(at: taken) == "struct Mine {}")
    }
  }

  @Test func `can be repeated, and then changes nothing`() async throws {
    try await CopyFolder.lend { folder in
      try await folder.copy("Timestamp").write()
      let manifest = try folder.text(at: "Package.swift")
      let again = try await folder.copy("Timestamp")
      #expect(again.newFiles.isEmpty)
      try await again.write()
      #expect(try folder.text(at: "Package.swift") == manifest)
    }
  }

  @Test func `leaves nothing behind if Swift cannot load the package then`() async throws {
    try await CopyFolder.lend { folder in
      // Its one target takes all of `Sources`, so no other can be put there.
      try folder.putPackage()
      try FileManager.default.moveItem(
        at: folder.url.appending(path: "Sources/MyApp/main.swift"),
        to: folder.url.appending(path: "Sources/main.swift"))
      try FileManager.default.removeItem(at: folder.url.appending(path: "Sources/MyApp"))
      let before = try (folder.contents(), folder.text(at: "Package.swift"))
      let copy = try await folder.copy("Timestamp")
      await #expect(throws: CopyRefused.self) { try await copy.write() }
      #expect(try (folder.contents(), folder.text(at: "Package.swift")) == before)
    }
  }

  @Test func `is refused into a file, and into the package that is copied from`() async throws {
    try await CopyFolder.lend { folder in
      try folder.put("", at: "file")
      let plan = try await CopySource.plan("Timestamp")
      for unfit in [folder.url.appending(path: "file"), CopySource.folder] {
        await #expect(throws: CopyRefused.self) {
          try await PackageCopy(plan, of: CopySource.index, in: CopySource.folder, to: unfit)
        }
      }
    }
  }

  @Test func `builds and passes its tests in a package that was empty`() async throws {
    try await CopyFolder.lend { folder in
      try await folder.copy("Timestamp").write()
      let result = try await Command(["swift", "test"], in: folder.url).run()
      #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
      #expect(result.outputText.contains(#/tests in [1-9]\d* suites? passed/#))
    }
  }
}
