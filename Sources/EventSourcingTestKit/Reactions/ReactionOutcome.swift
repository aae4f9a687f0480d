import EventSourcing
import EventSourcingSystems
private import Testing

/// What came of a reaction.
public struct ReactionOutcome {
  private let reacting: Consequence.Reacting
  private let first: ReactionTrial
  private let again: ReactionTrial

  init(application: ProcessApplication, cause: EventCause, first: ReactionTrial, again: ReactionTrial) {
    reacting = Consequence.Reacting(application: application, cause: cause)
    self.first = first
    self.again = again
  }

  /// Expects just this: the events in their order, the effects in theirs, and the deadlines in theirs; nothing, if the
  /// application does nothing.
  ///
  /// It fails, too, if the application has done something else the second time than the first.
  ///
  /// A test that uses Swift Testing fails at this line. Elsewhere the error tells the file and the line.
  ///
  /// - Throws: `ScenarioFailed`, or what `#require` throws.
  public func then(
    _ expected: Consequence..., fileID: String = #fileID, filePath: String = #filePath, line: Int = #line,
    column: Int = #column
  ) throws {
    try requireNone(
      first.failure.map { "“\(reacting.application.name)” was to react, but failed: \($0)" }
        ?? instability() ?? difference(from: expected),
      at: SourceLocation(fileID: fileID, filePath: filePath, line: line, column: column))
  }

  /// Expects the application to fail with this error and to record nothing; effects are asked for before.
  ///
  /// - Throws: `ScenarioFailed`, or what `#require` throws.
  public func then<Failure: Error & Equatable>(
    _ expected: Consequence..., failing failure: Failure, fileID: String = #fileID, filePath: String = #filePath,
    line: Int = #line, column: Int = #column
  ) throws {
    let found = first.failure.map { "“\($0)”" } ?? "none"
    try requireNone(
      (first.failure as? Failure == failure ? nil : "expected the error “\(failure)”, found \(found)")
        ?? instability() ?? difference(from: expected),
      at: SourceLocation(fileID: fileID, filePath: filePath, line: line, column: column))
  }

  /// Expects the application to fail with this error, and nothing to have happened.
  ///
  /// - Throws: `ScenarioFailed`, or what `#require` throws.
  public func thenThrows<Failure: Error & Equatable>(
    _ expected: Failure, fileID: String = #fileID, filePath: String = #filePath, line: Int = #line,
    column: Int = #column
  ) throws {
    try then(failing: expected, fileID: fileID, filePath: filePath, line: line, column: column)
  }

  private func difference(from expected: [Consequence]) -> String? {
    for kind in Consequence.Kind.allCases {
      let expected = expected.filter { $0.kind == kind }
      let found = found(kind)
      let isMet =
        expected.count == found.count && zip(expected, found).allSatisfy { $0.isMet($1, reacting) }
      guard !isMet else { continue }
      return "expected \(text(expected.map { $0.text(reacting) }, kind)), but found \(text(found.map(\.text), kind))"
    }
    return nil
  }

  private func found(_ kind: Consequence.Kind) -> [Consequence.Found] {
    switch kind {
    case .recorded: first.recorded.map(Consequence.Found.recorded)
    case .asked: first.asked.map(Consequence.Found.asked)
    case .deadline: first.deadlines.map(Consequence.Found.deadline)
    }
  }

  private func text(_ texts: [String], _ kind: Consequence.Kind) -> String {
    guard texts.isEmpty else { return texts.joined(separator: ", ") }
    return switch kind {
    case .recorded: "no events"
    case .asked: "no effects"
    case .deadline: "no deadlines"
    }
  }

  /// A reaction may be done again after its transaction came to nothing, or by another instance at the same time.
  private func instability() -> String? {
    if let failure = again.failure, first.failure == nil {
      return "done a second time, on what was given the first time, it failed: \(failure)"
    }
    do {
      let (first, again) = (try first.form(), try again.form())
      guard first != again else { return nil }
      return
        "done a second time, on what was given the first time, it has done something else: \(text(again, .recorded)) after "
        + "\(text(first, .recorded)). Take ids from the work, the time from the event or Timestamp.now, and nothing from "
        + "elsewhere"
    } catch {
      return "what it has recorded cannot be written as JSON: \(error)"
    }
  }
}
