import Foundation

/// Finds out what the bound fences of a page must show, in their order.
struct PageCheck {
  /// What is true of a fence.
  enum Finding: Sendable {
    case shows([String], source: String)
    case wrong(Problem)
  }

  private let ground: CheckedGround
  private var console: ConsoleSession?

  /// What the compiler said of the last example that was to fail; `nil` if it did not.
  private var diagnostics: [Diagnostic]?

  /// - Returns: A finding for each fence that could be checked.
  static func findings(
    for fences: [BoundFence], on page: MarkdownPage, ground: CheckedGround
  ) async throws -> [(fence: Fence, Finding)] {
    try await withScratchFolder { folder in
      var check = PageCheck(
        ground: ground, console: try ground.programs.map { try ConsoleSession(programs: $0, folder: folder) })
      var findings: [(fence: Fence, Finding)] = []
      for bound in fences {
        if let finding = try await check.finding(for: bound, on: page) { findings.append((bound.fence, finding)) }
      }
      return findings
    }
  }

  private mutating func finding(for bound: BoundFence, on page: MarkdownPage) async throws -> Finding? {
    let fence = bound.fence
    do {
      guard let lines = try await lines(for: bound) else { return nil }
      return .shows(lines, source: bound.binding.source)
    } catch let error as NotFoundInSource {
      return .wrong(Problem(page.path, fence.comment?.line ?? fence.line, error.description))
    } catch let error as ConsoleSession.NotRun {
      return .wrong(Problem(page.path, fence.line + 1 + error.line, error.text))
    }
  }

  /// - Returns: What the fence must show; `nil` if that is free, or not known for a reason that is told elsewhere.
  private mutating func lines(for bound: BoundFence) async throws -> [String]? {
    switch bound.binding {
    case .code(let selector): return try code(selector)
    case .output(let shown): return try (ground.outputs[shown.program]?.get()).map(shown.lines)
    case .console: return try await console?.run(bound.fence.content)
    case .fails(let selector): return try await failingExample(selector)
    case .message(let withNotes):
      return diagnostics?.filter { $0.severity == .error || withNotes && $0.severity == .note }.map(\.line)
    case .byHand: return nil
    }
  }

  private func code(_ selector: SourceSelector) throws -> [String] {
    let file = ground.folder.appending(path: selector.path)
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      throw NotFoundInSource(description: "There is no file \(selector.path). Correct the path: it begins at the top.")
    }
    return try SourceText(path: selector.path, text: text).lines(for: selector)
  }

  private mutating func failingExample(_ selector: SourceSelector) async throws -> [String] {
    diagnostics = nil
    let lines = try code(selector)
    guard let programs = ground.programs else { return lines }
    let file = ground.folder.appending(path: selector.path)
    let found = try await ground.toolchain.diagnostics(for: file, programs: programs)
    guard found.contains(where: { $0.severity == .error }) else {
      throw NotFoundInSource(description: "\(selector.path) is to fail, but it compiles. Mend the example.")
    }
    diagnostics = found
    return lines
  }
}

extension Binding {
  /// Where its lines come from, in words.
  fileprivate var source: String {
    switch self {
    case .code(let selector), .fails(let selector): selector.path + (selector.name.map { "#\($0)" } ?? "")
    case .output(let shown): shown.program.description
    case .console: "these commands"
    case .message: "the compiler"
    case .byHand: "a hand"
    }
  }
}
