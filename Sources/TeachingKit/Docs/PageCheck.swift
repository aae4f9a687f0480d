import Foundation

/// Finds out what the bound fences of a page must show.
struct PageCheck {
  let folder: URL
  let toolchain: any Toolchain

  /// The folder with the executables; `nil` if they could not be built, and then nothing that needs them is checked.
  let programs: URL?

  /// What programs have printed, or why they have not.
  let outputs: [ProgramRun: Result<String, NotFoundInSource>]

  /// What is true of a fence.
  enum Finding: Sendable {
    case shows([String], source: String)
    case wrong(Problem)
  }

  /// - Returns: A finding for each fence that could be checked, in their order.
  func findings(for fences: [BoundFence], on page: MarkdownPage) async throws -> [(fence: Fence, Finding)] {
    try await withScratchFolder { scratch in
      var session = try programs.map { try ConsoleSession(programs: $0, folder: scratch) }
      var diagnostics: [Diagnostic]?
      var findings: [(fence: Fence, Finding)] = []
      for bound in fences {
        let fence = bound.fence
        let place = (fence.comment?.line ?? fence.line)
        do {
          switch bound.binding {
          case .byHand: break
          case .code(let selector):
            findings.append((fence, .shows(try lines(for: selector), source: selector.description)))
          case .output(let shown):
            guard let output = outputs[shown.program] else { break }
            findings.append((fence, .shows(try shown.lines(of: output.get()), source: shown.program.description)))
          case .console:
            guard let lines = try await session?.run(fence.content) else { break }
            findings.append((fence, .shows(lines, source: "these commands")))
          case .fails(let selector):
            diagnostics = nil
            findings.append((fence, .shows(try lines(for: selector), source: selector.description)))
            guard let programs else { break }
            diagnostics = try await toolchain.diagnostics(
              for: folder.appending(path: selector.path), programs: programs)
            if diagnostics?.contains(where: { $0.severity == .error }) != true {
              diagnostics = nil
              throw NotFoundInSource(description: "\(selector.path) is to fail, but it compiles. Mend the example.")
            }
          case .message(let withNotes):
            guard let diagnostics else {
              if programs == nil { break }
              throw NotFoundInSource(
                description: "Before a message stands a fence bound by “fails” whose message it is.")
            }
            let shown = diagnostics.filter { $0.severity == .error || withNotes && $0.severity == .note }
            findings.append((fence, .shows(shown.map(\.line), source: "the compiler’s message")))
          }
        } catch let error as NotFoundInSource {
          findings.append((fence, .wrong(Problem(page.path, place, error.description))))
        } catch let error as ConsoleSession.NotRun {
          findings.append((fence, .wrong(Problem(page.path, fence.line + 1 + error.line, error.text))))
        }
      }
      return findings
    }
  }

  private func lines(for selector: SourceSelector) throws -> [String] {
    let file = folder.appending(path: selector.path)
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      throw NotFoundInSource(description: "There is no file \(selector.path). Correct the path: it begins at the top.")
    }
    return try SourceText(path: selector.path, text: text).lines(for: selector)
  }
}

extension SourceSelector: CustomStringConvertible {
  package var description: String { path + (name.map { "#\($0)" } ?? "") }
}

extension ProgramRun: CustomStringConvertible {
  package var description: String { ([name] + arguments).joined(separator: " ") }
}
