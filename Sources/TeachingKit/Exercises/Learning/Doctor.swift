import Foundation

/// Looks at what the exercises need.
package struct Doctor: Sendable {
  package struct Finding: Sendable {
    package let subject: String
    package let isWell: Bool

    /// What was found, or what to do.
    package let text: String

    package func line(for terminal: Terminal) -> String {
      "\(isWell ? terminal.styled("✔", .green) : terminal.styled("✗", .red)) \(subject.padded(to: 16)) \(text)"
    }
  }

  private let kit: PackageFolder

  package init(kit: PackageFolder) {
    self.kit = kit
  }

  /// One after the other, the slow one last.
  package func findings() -> AsyncStream<Finding> {
    let (findings, finding) = AsyncStream.makeStream(of: Finding.self)
    Task {
      finding.yield(await swiftVersion())
      finding.yield(isWritable(".build", "Build folder"))
      finding.yield(isWritable(".kit", "Your progress"))
      finding.yield(await systemPackages())
      finding.yield(await build())
      finding.finish()
    }
    return findings
  }

  private func swiftVersion() async -> Finding {
    let output = try? await Command(["swift", "--version"], in: kit.url).run().outputText
    return Self.swiftVersion(in: output ?? "")
  }

  package static func swiftVersion(in output: String) -> Finding {
    let get = "get it at https://www.swift.org/install/"
    guard let match = output.firstMatch(of: /Swift version (\d+)\.(\d+)[^ ]*/) else {
      return Finding(subject: "Swift", isWell: false, text: "6.2 or newer is needed, and none was found: \(get)")
    }
    let isNew = (Int(match.1) ?? 0, Int(match.2) ?? 0) >= (6, 2)
    return Finding(
      subject: "Swift", isWell: isNew,
      text: isNew ? "\(match.1).\(match.2)" : "6.2 or newer is needed, and this is \(match.1).\(match.2): \(get)")
  }

  private func isWritable(_ path: String, _ subject: String) -> Finding {
    let probe = kit.appending(path).appending(path: ".probe-\(UUID().uuidString)")
    do {
      try probe.writeIfChanged("")
      try FileManager.default.removeItem(at: probe)
      return Finding(subject: subject, isWell: true, text: "\(path) can be written to")
    } catch {
      return Finding(subject: subject, isWell: false, text: "\(path) cannot be written to: who owns it?")
    }
  }

  private func systemPackages() async -> Finding {
    let modules = ["sqlite3", "libpq", "libcrypto", "zlib"]
    var missing: [String] = []
    for module in modules {
      let result = try? await Command(["pkg-config", "--exists", module], in: kit.url).run()
      if result?.status == 127 || result == nil {
        return Finding(subject: "System packages", isWell: true, text: "not looked for, because there is no pkg-config")
      }
      if result?.status != 0 { missing.append(module) }
    }
    return Finding(
      subject: "System packages", isWell: missing.isEmpty,
      text: missing.isEmpty ? "all are there" : "missing: \(missing.joined(separator: ", ")). Run: .ci/setup")
  }

  private func build() async -> Finding {
    let exercises = kit.appending("Exercises")
    let runner = TestRunner(package: exercises, kit: kit.url, buildFolder: kit.appending(".build"))
    let start = ContinuousClock.now
    do {
      // The first that there is: what is built is the core, and little besides.
      let output = try await runner.build(only: ExercisePackage(exercises).exercises.first)
      let seconds = (ContinuousClock.now - start).formatted(
        .units(allowed: [.seconds], fractionalPart: .show(length: 1)))
      guard let output else { return Finding(subject: "Build", isWell: true, text: "takes \(seconds)") }
      // An exercise under way need not compile; anything else must.
      let first = CompilerError.all(in: output).first
      guard let first, first.file.hasPrefix(exercises.path) else {
        return Finding(subject: "Build", isWell: false, text: first?.message ?? String(output.suffix(1000)))
      }
      return Finding(subject: "Build", isWell: true, text: "takes \(seconds); an exercise does not compile")
    } catch {
      return Finding(subject: "Build", isWell: false, text: "\(error)")
    }
  }
}
