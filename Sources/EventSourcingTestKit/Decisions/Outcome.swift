public import EventSourcing
private import Testing

/// What came of a command.
public struct Outcome<Payload: EventPayload & Equatable> {
  let events: [Payload]

  /// What an aggregate has collected, and is still pending.
  let unsaved: [any EventPayload]
  let failure: (any Error)?

  /// Expects just these events; none if the command does nothing.
  ///
  /// The events of an aggregate happen when it is saved: use `whenSaved` for those.
  ///
  /// A test that uses Swift Testing fails at this line. Elsewhere the error tells the file and the line.
  ///
  /// - Throws: `ScenarioFailed`, or what `#require` throws.
  public func then(
    _ expected: Payload..., fileID: String = #fileID, filePath: String = #filePath, line: Int = #line,
    column: Int = #column
  ) throws {
    try requireNone(
      difference(from: expected)
        ?? failure.map { "the command was to succeed, but failed: \($0)" }
        ?? (unsaved.isEmpty ? nil : "\(text(unsaved)) \(Self.wasNotSaved)"),
      at: SourceLocation(fileID: fileID, filePath: filePath, line: line, column: column))
  }

  /// Expects just these events, and then this error.
  ///
  /// - Throws: `ScenarioFailed`, or what `#require` throws.
  public func then<Failure: Error & Equatable>(
    _ expected: Payload..., failing failure: Failure, fileID: String = #fileID, filePath: String = #filePath,
    line: Int = #line, column: Int = #column
  ) throws {
    let found = self.failure.map { "“\($0)”" } ?? "none"
    try requireNone(
      difference(from: expected)
        ?? (self.failure as? Failure == failure ? nil : "expected the error “\(failure)”, found \(found)"),
      at: SourceLocation(fileID: fileID, filePath: filePath, line: line, column: column))
  }

  /// Expects the command to refuse with this error, and nothing to have happened.
  ///
  /// - Throws: `ScenarioFailed`, or what `#require` throws.
  public func thenThrows<Failure: Error & Equatable>(
    _ expected: Failure, fileID: String = #fileID, filePath: String = #filePath, line: Int = #line,
    column: Int = #column
  ) throws {
    try then(failing: expected, fileID: fileID, filePath: filePath, line: line, column: column)
  }

  private func difference(from expected: [Payload]) -> String? {
    guard events != expected else { return nil }
    let because = failure.map { ", and the command failed: \($0)" } ?? ""
    let pending = unsaved.isEmpty ? "" : "; \(text(unsaved)) \(Self.wasNotSaved)"
    return "expected \(text(expected)), but \(text(events)) happened\(because)\(pending)"
  }

  private static var wasNotSaved: String {
    "was collected and not saved, so it has not happened: use whenSaved, or save the aggregate in the command"
  }

  private func text(_ events: [any EventPayload]) -> String {
    events.isEmpty ? "no events" : events.map { "\($0)" }.joined(separator: ", ")
  }
}
