package import Foundation

/// Checks all pages of Markdown against what is compiled and what is run, and renews them.
package struct DocsCheck: Sendable {
  private let folder: URL
  private let toolchain: any Toolchain
  private let testsInnerPackages: Bool

  /// What was found.
  package struct Report: Sendable {
    /// In the order of pages and lines.
    package var problems: [Problem] = []

    /// The pages that were written.
    package var renewed: [String] = []

    package var pages = 0
    package var boundFences = 0
    package var links = 0
  }

  /// - Parameters:
  ///   - folder: The top of the repository.
  ///   - testsInnerPackages: Whether packages in `Tutorials` whose source is shown are built and tested.
  package init(folder: URL, toolchain: any Toolchain, testsInnerPackages: Bool = true) {
    self.folder = folder
    self.toolchain = toolchain
    self.testsInnerPackages = testsInnerPackages
  }

  /// - Parameters:
  ///   - paths: The pages to check, from the top; all if empty.
  ///   - writes: Whether fences that show something else are renewed, instead of being a problem.
  /// - Throws: What Foundation throws when a page cannot be read or written.
  package func run(pages paths: [String] = [], writes: Bool) async throws -> Report {
    let paths = paths.isEmpty ? MarkdownFiles.paths(in: folder) : paths
    let pages = try paths.map { try MarkdownPage(path: $0, in: folder) }
    var report = Report()
    report.pages = pages.count
    report.links = pages.reduce(0) { $0 + $1.links.count }
    let exercises = ExerciseChecks(folder: folder)
    report.problems = textProblems(on: pages, exercises)
    var fences: [String: [BoundFence]] = [:]
    for page in pages where !MarkdownFiles.holdsWrongAnswers(page.path) {
      let (bound, problems) = BoundFence.all(on: page)
      fences[page.path] = bound
      report.boundFences += bound.count
      report.problems += problems
    }
    let findings = try await findings(for: fences, on: pages, into: &report)
    for (page, findings) in zip(pages, findings) {
      try conclude(page, findings, exercises.findings(on: page), writes: writes, into: &report)
    }
    report.problems = Array(Set(report.problems)).sorted { ($0.path, $0.line, $0.text) < ($1.path, $1.line, $1.text) }
    return report
  }

  /// Problems that show without compiling or running anything.
  private func textProblems(on pages: [MarkdownPage], _ exercises: ExerciseChecks) -> [Problem] {
    var links = LinkCheck(folder: folder)
    let linksOfExercises = exercises.linkProblems(to: Set(pages.map(\.path)), with: &links)
    return exercises.problems + linksOfExercises
      + pages.flatMap { page in
        let diagrams = page.fences.filter { $0.language == "mermaid" }.flatMap { fence in
          MermaidCheck.problems(in: fence.content).map { Problem(page.path, fence.line + 1 + $0.line, $0.text) }
        }
        return page.problems + links.problems(in: page) + diagrams + ExerciseTable.all(on: page).problems
      }
  }

  /// What is true of the fences, page by page.
  private func findings(
    for fences: [String: [BoundFence]], on pages: [MarkdownPage], into report: inout Report
  ) async throws -> [[(fence: Fence, PageCheck.Finding)]] {
    let all = pages.flatMap { page in (fences[page.path] ?? []).map { (page: page, bound: $0) } }
    var programs: URL?
    if let first = all.first(where: { $0.bound.binding.needsBuild }) {
      do {
        programs = try await toolchain.build()
      } catch let error as BuildFailed {
        report.problems.append(Problem(first.page.path, first.bound.fence.line, error.description))
      }
    }
    let sources = CompiledSources(folder: folder, toolchain: toolchain, testsInnerPackages: testsInnerPackages)
    let uncompiled = try await sources.problems(with: Set(all.compactMap(\.bound.binding.compiledFile)))
    for (page, bound) in all {
      guard let file = bound.binding.compiledFile, let text = uncompiled[file] else { continue }
      report.problems.append(Problem(page.path, bound.fence.comment?.line ?? bound.fence.line, text))
    }
    let runs = Set(all.compactMap(\.bound.binding.program))
    let outputs = try await programs.asyncMap { try await ProgramRuns.outputs(of: runs, programs: $0) } ?? [:]
    let ground = CheckedGround(folder: folder, toolchain: toolchain, programs: programs, outputs: outputs)
    return try await concurrently(pages) { page in
      try await PageCheck.findings(for: fences[page.path] ?? [], on: page, ground: ground)
    }
  }

  private func conclude(
    _ page: MarkdownPage, _ findings: [(fence: Fence, PageCheck.Finding)],
    _ tables: [(table: ExerciseTable, Result<[String], Problem>)], writes: Bool, into report: inout Report
  ) throws {
    var contents: [Int: [String]] = [:]
    for (fence, finding) in findings {
      switch finding {
      case .wrong(let problem): report.problems.append(problem)
      case .shows(let lines, let source):
        guard let difference = FenceDifference(shown: fence.content, true: lines) else { continue }
        if lines.contains(where: { $0.trimmed.hasPrefix(String(repeating: "`", count: fence.length)) }) {
          let text = "What it shows has backticks in it: open and close the fence with more than \(fence.length)."
          report.problems.append(Problem(page.path, fence.line, text))
        } else if writes {
          contents[fence.line] = lines
        } else {
          let line = fence.line + 1 + difference.index
          report.problems.append(Problem(page.path, line, difference.text(source: source)))
        }
      }
    }
    var replacements: [Range<Int>: [String]] = [:]
    for (table, finding) in tables {
      switch finding {
      case .failure(let problem): report.problems.append(problem)
      case .success(let rows):
        guard let difference = FenceDifference(shown: Array(page.lines[table.lines]), true: rows) else { continue }
        if writes {
          replacements[table.lines] = rows
        } else {
          let line = table.line + 1 + difference.index
          report.problems.append(
            Problem(page.path, line, difference.text(source: "the exercises of step \(table.step)")))
        }
      }
    }
    guard !contents.isEmpty || !replacements.isEmpty else { return }
    let file = folder.appending(path: page.path)
    try page.text(withContents: contents, replacing: replacements).write(to: file, atomically: true, encoding: .utf8)
    report.renewed.append(page.path)
  }
}

extension Binding {
  fileprivate var needsBuild: Bool {
    switch self {
    case .output, .console, .fails: true
    case .code, .message, .byHand: false
    }
  }

  /// The file that must be compiled for this to be true.
  fileprivate var compiledFile: String? {
    if case .code(let selector) = self { selector.path } else { nil }
  }

  fileprivate var program: ProgramRun? {
    if case .output(let shown) = self { shown.program } else { nil }
  }
}

extension Optional where Wrapped: Sendable {
  fileprivate func asyncMap<Value>(_ transform: (Wrapped) async throws -> Value) async rethrows -> Value? {
    guard let self else { return nil }
    return try await transform(self)
  }
}
