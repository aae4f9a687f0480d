import Foundation

/// Compares what a page shows with what was printed, where ids and times differ from run to run.
///
/// UUIDs stand for each other by place: the first time that a shown one meets a printed one, they become a pair, and
/// are one thing from then on. Times with a date, and durations with decimals, are the same whatever they say.
struct VaryingText {
  private var printedForShown: [Substring: Substring] = [:]
  private var shownForPrinted: [Substring: Substring] = [:]

  /// What a shown command means in this run: with the printed ids in place of the shown.
  func command(_ shown: String) -> String {
    shown.replacing(Self.uuid) { match in printedForShown[match.output] ?? match.output }
  }

  /// Whether printed lines are what is shown.
  ///
  /// A shown line `…` stands for any number of lines.
  ///
  /// Pairs that are found are kept if all lines match.
  mutating func matches(shown: [String], printed: [String]) -> Bool {
    var trial = self
    guard trial.match(shown[...], printed[...]) else { return false }
    self = trial
    return true
  }

  /// The printed lines with the ids that are shown, so that a renewed page keeps the ids that it can.
  ///
  /// Shown and printed ids become pairs in their order.
  mutating func renewed(shown: [String], printed: [String]) -> [String] {
    let shownIDs = Self.ids(in: shown).filter { printedForShown[$0] == nil }
    let printedIDs = Self.ids(in: printed).filter { shownForPrinted[$0] == nil }
    for (shown, printed) in zip(shownIDs, printedIDs) { _ = pair(shown, printed) }
    return printed.map { $0.replacing(Self.uuid) { match in shownForPrinted[match.output] ?? match.output } }
  }

  private mutating func match(_ shown: ArraySlice<String>, _ printed: ArraySlice<String>) -> Bool {
    guard let first = shown.first else { return printed.isEmpty }
    if first == "…" {
      for start in printed.startIndex...printed.endIndex {
        var trial = self
        if trial.match(shown.dropFirst(), printed[start...]) {
          self = trial
          return true
        }
      }
      return false
    }
    guard let line = printed.first, matchLine(first, line) else { return false }
    return match(shown.dropFirst(), printed.dropFirst())
  }

  private mutating func matchLine(_ shown: String, _ printed: String) -> Bool {
    let (shown, printed) = (Self.parts(of: shown), Self.parts(of: printed))
    guard shown.count == printed.count else { return false }
    for (shown, printed) in zip(shown, printed) {
      switch (shown, printed) {
      case (.text(let one), .text(let other)): if one != other { return false }
      case (.id(let one), .id(let other)): if !pair(one, other) { return false }
      case (.time(let one), .time(let other)): if one != other { return false }
      default: return false
      }
    }
    return true
  }

  private mutating func pair(_ shown: Substring, _ printed: Substring) -> Bool {
    if printedForShown[shown] == nil, shownForPrinted[printed] == nil {
      printedForShown[shown] = printed
      shownForPrinted[printed] = shown
    }
    return printedForShown[shown] == printed
  }

  private enum Part {
    case text(Substring)
    case id(Substring)
    /// With its digits as `0`, so that only the form is compared; a duration's as one.
    case time(String)
  }

  private static func parts(of line: String) -> [Part] {
    var parts: [Part] = []
    var rest = line[...]
    while let match = rest.firstMatch(of: varying) {
      if !rest[..<match.range.lowerBound].isEmpty { parts.append(.text(rest[..<match.range.lowerBound])) }
      if match.1 != nil {
        parts.append(.id(match.0))
      } else if let unit = match.3 {
        parts.append(.time(String(unit)))
      } else {
        parts.append(.time(String(match.0.map { $0.isNumber ? "0" : $0 })))
      }
      rest = rest[match.range.upperBound...]
    }
    return rest.isEmpty ? parts : parts + [.text(rest)]
  }

  private static func ids(in lines: [String]) -> [Substring] {
    var seen: Set<Substring> = []
    return lines.flatMap { $0.matches(of: uuid).map(\.output) }.filter { seen.insert($0).inserted }
  }

  private static var uuid: Regex<Substring> {
    /\b[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\b/
  }

  private static var varying: Regex<(Substring, Substring?, Substring?, Substring?)> {
    /\b([0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12})\b|\b(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d)|\b\d+\.\d+( ?(?:seconds|ms|s))\b/
  }
}
