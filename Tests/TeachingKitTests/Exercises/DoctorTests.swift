import Foundation
import TeachingKit
import Testing

/// `kit doctor` on machines where something is missing: with programs in place of the toolchain's.
@Suite("The doctor")
struct DoctorTests {
  @Test func `finds nothing where all is there`() async throws {
    try await withPatient { copy, tools in
      let result = try await copy.kit("doctor", with: tools)
      #expect(result.status == 0)
      #expect(
        result.outputText.replacing(/takes .*/, with: "takes …") == """
          ✔ Swift            6.3
          ✔ Folder .build    can be written to
          ✔ Folder .kit      can be written to
          ✔ Your progress    exercises done: 0
          ✔ System packages  all are there
          ✔ Build            takes …

          """)
    }
  }

  @Test(arguments: [
    ("Swift version 6.1.2 (swift-6.1.2-RELEASE)", "✗ Swift            6.2 or newer is needed, and this is 6.1: "),
    ("Swift version 5.10", "✗ Swift            6.2 or newer is needed, and this is 5.10: "),
    ("swiftly: no toolchain", "✗ Swift            6.2 or newer is needed, and none was found: "),
  ])
  func `says where to get Swift if it is too old, and builds nothing`(version: String, line: String) async throws {
    try await withPatient { copy, tools in
      try tools.set("version", version)
      let findings = try await findings(copy, tools)
      #expect(findings[0] == line + "get it at https://www.swift.org/install/")
      #expect(findings[5] == "✗ Build            not tried without that Swift")
    }
  }

  @Test(arguments: ["6.2", "6.10", "7.0"]) func `takes Swift 6.2 and newer`(version: String) {
    #expect(Doctor.swiftVersion(in: "Apple Swift version \(version) (swiftlang)").isWell)
  }

  @Test func `says where to get Swift if there is none`() async throws {
    try await withPatient { copy, tools in
      try tools.remove("swift")
      let findings = try await findings(copy, tools)
      #expect(findings[0].hasSuffix("none was found: get it at https://www.swift.org/install/"))
    }
  }

  @Test func `names the packages that are missing, and what gets them`() async throws {
    try await withPatient { copy, tools in
      try tools.set("missing", "libpq\nzlib\n")
      let findings = try await findings(copy, tools)
      #expect(findings[4] == "✗ System packages  missing: libpq, zlib. Run: .ci/setup")
    }
  }

  @Test func `takes no offence where there is nothing to ask for packages`() async throws {
    try await withPatient { copy, tools in
      try tools.remove("pkg-config")
      let result = try await copy.kit("doctor", with: tools)
      #expect(result.status == 0)
      #expect(result.outputText.contains("✔ System packages  not looked for, because there is no pkg-config\n"))
    }
  }

  @Test(arguments: [(".build", 1), (".kit", 2)])
  func `says whose a folder must be that cannot be written to`(folder: String, number: Int) async throws {
    try await withPatient { copy, tools in
      // A folder that nobody can write to, not even root.
      try link(folder, in: copy, to: "/proc")
      let line = "✗ \("Folder \(folder)".padded(to: 16)) cannot be written to. "
      #expect(
        try await findings(copy, tools)[number]
          == line + "If it is somebody else's: sudo chown -R $(id -u) \(folder)")
    }
  }

  @Test(arguments: [(".build", 1), (".kit", 2)])
  func `says what to do with a file in place of a folder`(folder: String, number: Int) async throws {
    try await withPatient { copy, tools in
      try copy.folder.appending(path: folder).writeIfChanged("")
      let line = "✗ \("Folder \(folder)".padded(to: 16)) is a file, and must be a folder. "
      #expect(try await findings(copy, tools)[number] == line + "Run: mv \(folder) \(folder).old")
    }
  }

  @Test func `counts what is done, and names what could not be read before`() async throws {
    try await withPatient { copy, tools in
      try copy.progress.url.writeIfChanged("{")
      _ = try copy.progress.load()
      let first = try #require(ExercisePackage(copy.exercises).exercise(1))
      try copy.progress.update { $0.pass(first) }
      let result = try await copy.kit("doctor", with: tools)
      #expect(result.status == 0)
      let aside = try #require(copy.progress.setAside.first)
      let line = "✔ Your progress    exercises done: 1; what could not be read before is in .kit/\(aside)\n"
      #expect(result.outputText.contains(line))
    }
  }

  @Test func `says what to do with progress that cannot be read, and leaves it where it is`() async throws {
    try await withPatient { copy, tools in
      try copy.progress.url.writeIfChanged("{")
      #expect(
        try await findings(copy, tools)[3] == """
          ✗ Your progress    cannot be read. Run: mv .kit/state.json .kit/state.json.old \
          (it begins anew; what you wrote is safe)
          """)
      #expect(try copy.progress.url.text() == "{")
    }
  }

  @Test func `takes no offence at an exercise under way, and says how to see more`() async throws {
    try await withPatient { copy, tools in
      try tools.set("errors", "\(copy.exercises.path)/Step1Events/01-a-new-event/Sources/A.swift:3:1: error: no\n")
      let result = try await copy.kit("doctor", with: tools)
      #expect(result.status == 0)
      #expect(result.outputText.contains("; why exercise 01 does not compile: swift run kit check 01\n"))
    }
  }

  @Test(arguments: ["Sources/EventSourcing/A.swift", "Exercises/Sources/BoxOffice/Seat.swift"])
  func `names the file that must compile and does not, and what puts it back`(file: String) async throws {
    try await withPatient { copy, tools in
      try tools.set("errors", "\(copy.folder.path)/\(file):3:1: error: no such thing\n")
      #expect(
        try await findings(copy, tools)[5]
          == "✗ Build            \(file):3: no such thing. To have it as it was: git checkout -- \(file)")
    }
  }

  @Test func `sends those to the setup whose headers are not found`() async throws {
    try await withPatient { copy, tools in
      try tools.set("errors", "/usr/include/shim.h:3:1: error: 'libpq-fe.h' file not found\n")
      #expect(
        try await findings(copy, tools)[5]
          == "✗ Build            /usr/include/shim.h:3: 'libpq-fe.h' file not found. Run: .ci/setup")
    }
  }

  @Test func `shows the end of a build that fails without an error in a file`() async throws {
    try await withPatient { copy, tools in
      try tools.set("errors", (1...20).map { "line \($0)\n" }.joined())
      let lines = try await findings(copy, tools)
      #expect(lines[5].hasPrefix("✗ Build            fails. Run: make clean, and try again."))
      #expect(lines.dropFirst(6) == (11...20).map { "  line \($0)" }[...])
    }
  }

  @Test func `says which description of an exercise cannot be read, and what puts it back`() async throws {
    try await withPatient { copy, tools in
      let file = "Step1Events/01-a-new-event/exercise.json"
      try copy.exercises.appending(path: file).writeIfChanged("{")
      let build = try await findings(copy, tools)[5]
      #expect(build.hasPrefix("✗ Build            \(file)"))
      #expect(build.hasSuffix("To have it as it was: git checkout -- Exercises/\(file)"))
    }
  }

  private func withPatient(_ body: (ExercisesCopy, StandInTools) async throws -> Void) async throws {
    try await withCopyOfExercises { try await body($0, $0.standInTools()) }
  }

  /// The lines of a doctor who finds something wrong.
  private func findings(_ copy: ExercisesCopy, _ tools: StandInTools) async throws -> [String] {
    let result = try await copy.kit("doctor", with: tools)
    #expect(result.status == 1)
    return result.outputText.split(separator: "\n").map(String.init)
  }

  private func link(_ folder: String, in copy: ExercisesCopy, to target: String) throws {
    let link = copy.folder.appending(path: folder).path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
  }
}
