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
      let swift = await swiftVersion()
      finding.yield(swift)
      for folder in [".build", ".kit"] { finding.yield(isWritable(folder)) }
      finding.yield(progress())
      finding.yield(await systemPackages())
      finding.yield(
        swift.isWell ? await build() : Finding(subject: "Build", isWell: false, text: "not tried without that Swift"))
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

  private func isWritable(_ path: String) -> Finding {
    let subject = "Folder \(path)"
    let folder = kit.appending(path)
    let isThere = FileManager.default.fileExists(atPath: folder.path)
    if isThere, !folder.isFolder {
      return Finding(
        subject: subject, isWell: false, text: "is a file, and must be a folder. Run: mv \(path) \(path).old")
    }
    let probe = folder.appending(path: ".probe-\(UUID().uuidString)")
    do {
      try probe.writeIfChanged("")
      try FileManager.default.removeItem(at: probe)
      return Finding(subject: subject, isWell: true, text: "can be written to")
    } catch {
      return Finding(
        subject: subject, isWell: false,
        text: "cannot be written to. If it is somebody else's: sudo chown -R $(id -u) \(isThere ? path : ".")")
    }
  }

  private func progress() -> Finding {
    let subject = "Your progress"
    let file = Course.progress(in: Course.state(in: kit))
    guard let progress = file.peek() else {
      return Finding(
        subject: subject, isWell: false,
        text: "cannot be read. Run: mv .kit/state.json .kit/state.json.old (it begins anew; what you wrote is safe)")
    }
    let aside = file.setAside.last.map { "; what could not be read before is in .kit/\($0)" } ?? ""
    return Finding(subject: subject, isWell: true, text: "exercises done: \(progress.done.count)\(aside)")
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
      let exercise = try ExercisePackage(exercises).exercises.first
      let output = try await runner.build(only: exercise)
      let seconds = (ContinuousClock.now - start).formatted(
        .units(allowed: [.seconds], fractionalPart: .show(length: 1)))
      guard let output else { return Finding(subject: "Build", isWell: true, text: "takes \(seconds)") }
      let error = CompilerError.all(in: output).first
      // An exercise under way need not compile; anything else must.
      if let exercise, let error, error.file.hasPrefix("\(exercise.folder.path)/") {
        return Finding(
          subject: "Build", isWell: true,
          text:
            "takes \(seconds); why exercise \(exercise.label) does not compile: swift run kit check \(exercise.label)")
      }
      return Finding(subject: "Build", isWell: false, text: error.map(whatToDo) ?? whatToDo(after: output))
    } catch let error as FormatError {
      return Finding(
        subject: "Build", isWell: false,
        text: "\(error) To have it as it was: git checkout -- Exercises/\(error.file)")
    } catch {
      return Finding(subject: "Build", isWell: false, text: "cannot be tried: \(error)")
    }
  }

  private func whatToDo(about error: CompilerError) -> String {
    let top = "\(kit.url.path)/"
    guard error.file.hasPrefix(top) else { return "\(error.file):\(error.line): \(error.message). Run: .ci/setup" }
    let file = error.file.dropFirst(top.count)
    return "\(file):\(error.line): \(error.message). To have it as it was: git checkout -- \(file)"
  }

  /// The end of what a build printed says most, in as many lines as one looks at.
  private func whatToDo(after output: String) -> String {
    let end = output.split(separator: "\n").suffix(10).joined(separator: "\n  ")
    return "fails. Run: make clean, and try again. What it printed at the end:\n  \(end)"
  }
}
