import Foundation
import TeachingKit
import Testing

@Suite("A manifest that is extended")
struct ManifestExtensionTests {
  @Test func `keeps what it had, and gets what it lacks`() async throws {
    try await CopyFolder.lend { folder in
      try folder.putPackage()
      let original = try folder.text(at: "Package.swift")
      let old = try await Manifest.read(from: folder.url)
      try await folder.copy("step3").write()
      let new = try await Manifest.read(from: folder.url)
      #expect(try folder.text(at: "Package.swift").hasPrefix(original))
      #expect(new.target("MyApp") == old.target("MyApp"))
      #expect(try await Set(new.targets.map(\.name)) == Set(CopySource.plan("step3").targets.map(\.name) + ["MyApp"]))
      #expect(new.dependencies.map(\.identity) == ["grdb.swift", "swift-argument-parser"])
    }
  }

  @Test func `may call its package by another name`() async throws {
    try await CopyFolder.lend { folder in
      try folder.putPackage(declaration: "let manifest: Package = Package")
      try await folder.copy("Timestamp").write()
      #expect(try await Manifest.read(from: folder.url).target("EventSourcing") != nil)
    }
  }

  @Test func `is left alone if it has no name for its package, and the lines to add are given`() async throws {
    try await CopyFolder.lend { folder in
      try folder.putPackage(declaration: "_ = Package")
      let original = try folder.text(at: "Package.swift")
      let copy = try await folder.copy("Timestamp")
      #expect(copy.needsPasting)
      #expect(copy.manifest.lines.contains(#".target(name: "EventSourcing", swiftSettings: settings)"#))
      try await copy.write()
      #expect(try folder.text(at: "Package.swift") == original)
    }
  }

  @Test func `gives a target that is there already what a second copy needs of it`() async throws {
    try await CopyFolder.lend { folder in
      try await folder.copy("ZlibCompressor", tests: false).write()
      try await folder.copy("AESCipher", tests: false).write()
      try await folder.copy("step4", tests: false).write()
      try await folder.copy("step3", tests: false).write()
      let manifest = try await Manifest.read(from: folder.url)
      let crypto = try #require(manifest.target("EventSourcingCrypto"))
      #expect(Set(crypto.dependencies.map(\.name)) == ["EventSourcing", "CZlib", "COpenSSL"])
      #expect(manifest.target("Step3Store")?.exclude == ["Run"])
    }
  }

  @Test func `needs no second declaration of a package that it depends on`() async throws {
    try await CopyFolder.lend { folder in
      let own = #".package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0")"#
      try folder.putPackage(more: "dependencies: [\(own)], ")
      try await folder.copy("EventSourcingSQLite", tests: false).write()
      #expect(try await Manifest.read(from: folder.url).dependencies.map(\.range?.lowerBound) == ["7.0.0"])
    }
  }

  @Test(arguments: [
    (#"dependencies: [.package(url: "https://github.com/groue/GRDB.swift", from: "6.0.0")], "#, "6.2"),
    ("", "5.10"),
  ])
  func `is refused if it asks for another version, of a package or of Swift`(more: String, tools: String) async throws {
    try await CopyFolder.lend { folder in
      try folder.putPackage(more: more, tools: tools)
      await #expect(throws: CopyRefused.self) { try await folder.copy("EventSourcingSQLite") }
    }
  }

  @Test func `is refused if it has another target of the same name`() async throws {
    try await CopyFolder.lend { folder in
      try folder.put(
        """
        // swift-tools-version: 6.2
        import PackageDescription
        let package = Package(name: "MyApp", targets: [.target(name: "EventSourcing", path: "Sources/Mine")])
        """, at: "Package.swift")
      await #expect(throws: CopyRefused.self) { try await folder.copy("Timestamp") }
    }
  }

  @Test func `gets the lowest systems that the files need, and says so`() async throws {
    try await CopyFolder.lend { folder in
      try folder.putPackage(more: "platforms: [.macOS(.v13), .iOS(.v26)], ")
      let copy = try await folder.copy("Timestamp")
      try await copy.write()
      #expect(copy.manifest.notes == ["Your package needs macos 15.0 now; it was 13.0."])
      let platforms = try await Manifest.read(from: folder.url).platforms
      #expect(platforms.map(\.version) == ["15.0", "26.0"])
    }
  }

  @Test func `gets no systems that it did not name, and is told what they would have to be`() async throws {
    try await CopyFolder.lend { folder in
      try folder.putPackage()
      let copy = try await folder.copy("Timestamp")
      try await copy.write()
      #expect(copy.manifest.notes.first?.hasPrefix("Package.swift names no platforms.") == true)
      #expect(copy.manifest.notes.first?.contains("macos 15.0") == true)
      #expect(try await Manifest.read(from: folder.url).platforms.isEmpty)
    }
  }

  @Test(arguments: [#".product(name: "EventSourcingCrypto", package: "kit")"#, #""EventSourcing""#])
  func `is refused if it depends on the library that would be copied`(_ dependency: String) async throws {
    try await CopyFolder.lend { folder in
      try folder.putPackage(more: #"dependencies: [.package(name: "kit", path: "../kit")], "#)
      try folder.put(
        folder.text(at: "Package.swift").replacing("\"MyApp\")]", with: "\"MyApp\", dependencies: [\(dependency)])]"),
        at: "Package.swift")
      let before = try folder.contents()
      let error = await #expect(throws: CopyRefused.self) { try await folder.copy("EventSourcingSQLite") }
      #expect(error?.description.contains("of the package EventSourcing, which brings EventSourcing with it") == true)
      #expect(try folder.contents() == before)
      // It has nothing of the library.
      try await folder.copy("minimal").write()
    }
  }

  @Test func `is refused if it depends on the package and uses nothing of it yet, by whatever name`() async throws {
    for dependency in [
      #".package(name: "EventSourcing", path: "../anything")"#, #".package(path: "\#(CopySource.folder.path)")"#,
      #".package(url: "https://example.com/of/EventSourcing.git", from: "1.0.0")"#,
    ] {
      try await CopyFolder.lend { folder in
        try folder.putPackage(more: "dependencies: [\(dependency)], ")
        let error = await #expect(throws: CopyRefused.self) { try await folder.copy("Timestamp") }
        #expect(error?.description.contains("already, and no package can have that twice") == true)
      }
    }
  }

  @Test func `is refused if a package that it depends on has the library`() async throws {
    try await CopyFolder.lend { folder in
      try folder.put(
        """
        // swift-tools-version: 6.2
        import PackageDescription
        let package = Package(
          name: "Between", products: [.library(name: "Between", targets: ["Between"])],
          dependencies: [.package(path: "\(CopySource.folder.path)")], targets: [.target(name: "Between")])
        """, at: "../Between/Package.swift")
      try folder.putPackage(more: #"dependencies: [.package(path: "../Between")], "#)
      let error = await #expect(throws: CopyRefused.self) { try await folder.copy("Timestamp") }
      #expect(error?.description.contains("depends on between, by which") == true)
    }
  }

  @Test func `compiles the files as Swift 6 in a package of an older mode`() async throws {
    try await CopyFolder.lend { folder in
      try folder.putPackage()
      try folder.put(
        folder.text(at: "Package.swift").replacing("MyApp\")]", with: "MyApp\")], swiftLanguageModes: [.v5]"),
        at: "Package.swift")
      try await folder.copy("Timestamp").write()
      let settings = try await Manifest.read(from: folder.url).target("EventSourcing")?.settings ?? []
      #expect(settings.contains { $0.kind == "swiftLanguageMode" && $0.value == "6" })
    }
  }
}
