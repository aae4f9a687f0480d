/// A file of a solution, with marks around what a learner is to write.
///
///     // exercise: Say in a sentence what to do.
///     //| the line that the stub has instead, if it cannot throw
///     …lines of the solution…
///     // exercise.end
///
/// `//|` alone stands for no line at all. Without lines of its own, the stub gets the sentence as a comment, and throws it where the function can.
package struct MarkedSource: Sendable {
  package struct Region: Sendable {
    /// What to do; `nil` where it is for the learner to find out.
    package let sentence: String?

    /// What the stub has there; `nil` if it is to be made of the sentence.
    package let instead: [String]?

    package let solution: [String]
    package let indentation: String

    /// Whether it lies in a function that throws.
    package let canThrow: Bool

    /// Whether it lies in a function, so that it is all of its body or a part of it.
    package let isInFunction: Bool

    package var stub: [String] {
      let comment = sentence.map { ["\(indentation)// TODO: \($0)"] } ?? []
      if let instead { return comment + instead }
      let escaped = (sentence ?? "").replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      return comment + (canThrow ? ["\(indentation)throw TODO(\"\(escaped)\")"] : [])
    }
  }

  private enum Part {
    case line(String)
    case region(Region)
  }

  private let parts: [Part]

  /// Reads the marks.
  ///
  /// - Throws: `FormatError` with the line of a mark that has no end, no beginning, or nothing for the stub.
  package init(_ text: String, file: String) throws(FormatError) {
    var parts: [Part] = []
    var open: OpenRegion?
    var before: [Substring] = []
    for (number, line) in zip(1..., text.split(separator: "\n", omittingEmptySubsequences: false)) {
      let trimmed = line.drop { $0 == " " }
      if trimmed == "// exercise" || trimmed.hasPrefix("// exercise:") {
        guard open == nil else { throw FormatError(file, line: number, "a mark inside another") }
        let sentence = trimmed.dropFirst("// exercise:".count).drop { $0 == " " }
        open = OpenRegion(
          line: number, sentence: sentence.isEmpty ? nil : String(sentence),
          indentation: String(line.prefix { $0 == " " }), enclosing: Enclosing(before, of: line))
      } else if trimmed == "// exercise.end" {
        guard let region = open else { throw FormatError(file, line: number, "an end without a beginning") }
        parts.append(.region(try region.closed(file)))
        open = nil
      } else if open != nil {
        open?.add(line)
      } else {
        parts.append(.line(String(line)))
      }
      before.append(line)
    }
    if let open { throw FormatError(file, line: open.line, "this mark has no “// exercise.end”") }
    self.parts = parts
  }

  package var regions: [Region] {
    parts.compactMap { if case .region(let region) = $0 { region } else { nil } }
  }

  /// What the learner begins with.
  package var stub: String {
    text { _, region in region.stub }
  }

  /// The solution without the marks.
  package var solution: String {
    text { _, region in region.solution }
  }

  /// The solution with other text in some regions, counted from 0; it gets each region's indentation.
  package func solution(replacing texts: [Int: String]) -> String {
    text { number, region in
      texts[number].map { $0.indented(like: region.indentation) } ?? region.solution
    }
  }

  private func text(_ lines: (Int, Region) -> [String]) -> String {
    var number = -1
    return parts.flatMap { part -> [String] in
      switch part {
      case .line(let line): return [line]
      case .region(let region):
        number += 1
        return lines(number, region)
      }
    }.joined(separator: "\n")
  }
}

/// A region whose end has not been read yet.
private struct OpenRegion {
  let line: Int
  let sentence: String?
  let indentation: String
  let enclosing: Enclosing
  private var instead: [String]?
  private var solution: [String] = []

  init(line: Int, sentence: String?, indentation: String, enclosing: Enclosing) {
    self.line = line
    self.sentence = sentence
    self.indentation = indentation
    self.enclosing = enclosing
  }

  mutating func add(_ line: Substring) {
    let trimmed = line.drop { $0 == " " }
    guard solution.isEmpty, trimmed.hasPrefix("//|") else { return solution.append(String(line)) }
    let text = trimmed.dropFirst(3)
    let rest = text.hasPrefix(" ") ? text.dropFirst() : text
    instead = (instead ?? []) + [rest.isEmpty ? "" : indentation + rest]
  }

  func closed(_ file: String) throws(FormatError) -> MarkedSource.Region {
    guard sentence != nil || instead != nil else {
      throw FormatError(file, line: line, "the mark has neither a sentence nor “//| ” lines, so the stub has nothing")
    }
    return MarkedSource.Region(
      sentence: sentence, instead: instead == [""] ? [] : instead, solution: solution, indentation: indentation,
      canThrow: enclosing.throwsErrors, isInFunction: enclosing.isFunction)
  }
}

/// What a line lies in, by the indentation of the lines before it.
private struct Enclosing {
  private(set) var throwsErrors = false
  private(set) var isFunction = false

  init(_ before: [Substring], of line: Substring) {
    var indentation = line.prefix { $0 == " " }.count
    for line in before.reversed() {
      let own = line.prefix { $0 == " " }.count
      guard own < indentation, own < line.count else { continue }
      indentation = own
      let words = line.split { !$0.isLetter }
      throwsErrors = words.contains("throws")
      isFunction = words.contains("func")
      let declares = ["func", "init", "var", "enum", "struct", "class", "extension"]
      if throwsErrors || words.contains(where: { declares.contains(String($0)) }) { break }
    }
  }
}
