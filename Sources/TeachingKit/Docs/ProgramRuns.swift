import Foundation

/// Runs the programs whose output pages show, each once.
enum ProgramRuns {
  /// What they print, or why that cannot be shown.
  static func outputs(
    of runs: Set<ProgramRun>, programs: URL
  ) async throws -> [ProgramRun: Result<String, NotFoundInSource>] {
    let runs = Array(runs)
    let results = try await concurrently(runs) { run in try await output(of: run, programs: programs) }
    return Dictionary(uniqueKeysWithValues: zip(runs, results))
  }

  private static func output(of run: ProgramRun, programs: URL) async throws -> Result<String, NotFoundInSource> {
    let program = programs.appending(path: run.name)
    guard FileManager.default.isExecutableFile(atPath: program.path) else {
      return .failure(NotFoundInSource(description: "This package has no executable \(run.name)."))
    }
    // In a folder of its own, so that it leaves no files behind.
    let result = try await withScratchFolder { folder in
      try await Command([program.path] + run.arguments, in: folder, environment: ["NO_COLOR": "1"]).run()
    }
    guard result.status == run.status else {
      return .failure(
        NotFoundInSource(
          description:
            "\(run) exits with \(result.status). If it is to do so, add status=\(result.status). It prints:\n"
            + (result.outputText + result.errorText).trimmed))
    }
    return .success(result.outputText)
  }
}
