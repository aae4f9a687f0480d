import Foundation

/// A plausible wrong answer to an exercise, and what to say to whoever gives it.
package struct Mutant: Sendable {
  package enum Failure: Hashable, Sendable {
    /// Exactly these tests go red.
    case tests(Set<String>)

    /// The compiler refuses it, in these words.
    case compiler(String)
  }

  /// The heading under which the stub itself is described, where it does not throw a TODO.
  package static let asShipped = "as-shipped"

  package let slug: String
  package let says: String
  package let fails: Failure

  /// What stands in place of the marked regions, counted from 1; the others have the solution's text.
  package let regions: [Int: String]
}

extension Mutant {
  /// Reads `mutants.md`: a heading a mutant, its lines `says:` and `fails:`, and its fences of Swift.
  ///
  /// - Throws: `FormatError`.
  package static func read(_ text: String, file: String) throws(FormatError) -> [Mutant] {
    var drafts: [Draft] = []
    var fence: (region: Int, line: Int, text: String)?
    for (number, line) in zip(1..., text.split(separator: "\n", omittingEmptySubsequences: false)) {
      if let open = fence {
        if line == "```" {
          guard drafts[drafts.count - 1].regions.updateValue(open.text, forKey: open.region) == nil else {
            throw FormatError(file, line: open.line, "a second fence for region \(open.region)")
          }
          fence = nil
        } else {
          fence?.text += line + "\n"
        }
      } else if line.hasPrefix("## ") {
        drafts.append(Draft(slug: String(line.dropFirst(3)), line: number))
      } else if line.hasPrefix("```") {
        guard !drafts.isEmpty else { throw FormatError(file, line: number, "a fence before the first “## slug”") }
        let words = line.dropFirst(3).split(separator: " ")
        guard words.first == "swift", words.count < 3, let region = words.count == 1 ? 1 : Int(words[1]), region > 0
        else { throw FormatError(file, line: number, "fences are “```swift” or “```swift 2” for the second region") }
        fence = (region, number, "")
      } else if let index = drafts.indices.last {
        if line.hasPrefix("says:") { drafts[index].says = line.dropFirst(5).trimmingCharacters(in: .whitespaces) }
        if line.hasPrefix("fails:") { drafts[index].fails = line.dropFirst(6).trimmingCharacters(in: .whitespaces) }
      }
    }
    if let fence { throw FormatError(file, line: fence.line, "the fence has no end") }
    var mutants: [Mutant] = []
    for draft in drafts { mutants.append(try draft.mutant(file)) }
    let slugs = Dictionary(grouping: drafts, by: \.slug).filter { $0.value.count > 1 }
    if let twice = slugs.values.first?.last {
      throw FormatError(file, line: twice.line, "there are two mutants “\(twice.slug)”")
    }
    return mutants
  }
}

/// What has been read of a mutant so far.
private struct Draft {
  let slug: String
  let line: Int
  var says = ""
  var fails = ""
  var regions: [Int: String] = [:]

  func mutant(_ file: String) throws(FormatError) -> Mutant {
    guard !says.isEmpty else { throw FormatError(file, line: line, "“\(slug)” has no line “says: …”") }
    guard !fails.isEmpty else { throw FormatError(file, line: line, "“\(slug)” has no line “fails: …”") }
    guard regions.isEmpty == (slug == Mutant.asShipped) else {
      throw FormatError(
        file, line: line, regions.isEmpty ? "“\(slug)” has no fence “```swift”" : "“\(slug)” is the stub: no fence")
    }
    return Mutant(slug: slug, says: says, fails: try failure(file), regions: regions)
  }

  private func failure(_ file: String) throws(FormatError) -> Mutant.Failure {
    let start = "does not compile"
    guard fails.hasPrefix(start) else {
      return .tests(Set(fails.components(separatedBy: " · ").map { $0.trimmingCharacters(in: .whitespaces) }))
    }
    let parts = fails.split(separator: "\"", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[0] == "\(start), ", parts.last == "" else {
      throw FormatError(file, line: line, "“\(slug)”: write: fails: does not compile, \"words of the compiler\"")
    }
    return .compiler(parts.dropFirst().dropLast().joined(separator: "\""))
  }
}
