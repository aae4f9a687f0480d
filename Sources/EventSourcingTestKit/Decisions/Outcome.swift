public import EventSourcing

/// What came of a command.
public struct Outcome<Payload: EventPayload & Equatable> {
  let events: [Payload]
  let failure: (any Error)?

  /// Expects just these events; none if the command does nothing.
  ///
  /// The events of an aggregate happen when it is saved: use `whenSaved` for those.
  ///
  /// - Throws: `ScenarioFailed`, which names the file and the line.
  public func then(_ expected: Payload..., file: String = #fileID, line: Int = #line) throws {
    try check(expected, at: "\(file):\(line)")
    if let failure {
      throw ScenarioFailed("\(file):\(line): the command was to succeed, but failed: \(failure)")
    }
  }

  /// Expects just these events, and then this error.
  ///
  /// - Throws: `ScenarioFailed`, which names the file and the line.
  public func then<Failure: Error & Equatable>(
    _ expected: Payload..., failing failure: Failure, file: String = #fileID, line: Int = #line
  ) throws {
    try check(expected, at: "\(file):\(line)")
    guard self.failure as? Failure == failure else {
      let found = self.failure.map { "“\($0)”" } ?? "none"
      throw ScenarioFailed("\(file):\(line): expected the error “\(failure)”, found \(found)")
    }
  }

  /// Expects the command to refuse with this error, and nothing to have happened.
  ///
  /// - Throws: `ScenarioFailed`, which names the file and the line.
  public func thenThrows<Failure: Error & Equatable>(
    _ expected: Failure, file: String = #fileID, line: Int = #line
  ) throws {
    try then(failing: expected, file: file, line: line)
  }

  private func check(_ expected: [Payload], at place: String) throws {
    guard events != expected else { return }
    let because = failure.map { ", and the command failed: \($0)" } ?? ""
    throw ScenarioFailed("\(place): expected \(text(expected)), but \(text(events)) happened\(because)")
  }

  private func text(_ events: [Payload]) -> String {
    events.isEmpty ? "no events" : events.map { "\($0)" }.joined(separator: ", ")
  }
}
