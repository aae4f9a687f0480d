public import EventSourcing

/// What came of a command.
public struct Outcome<Payload: EventPayload & Equatable> {
  let events: [Payload]
  let failure: (any Error)?

  /// Expects just these events; none if the command does nothing.
  ///
  /// - Throws: `ScenarioFailed`.
  public func then(_ expected: Payload...) throws {
    if let failure {
      throw ScenarioFailed("Expected \(expected), but the command failed: \(failure)")
    }
    guard events == expected else {
      throw ScenarioFailed("Expected \(expected), but there happened \(events)")
    }
  }

  /// Expects just these events, and then this error.
  ///
  /// - Throws: `ScenarioFailed`.
  public func then<Failure: Error & Equatable>(_ expected: Payload..., failing failure: Failure) throws {
    guard events == expected else {
      throw ScenarioFailed("Expected \(expected) before the error, but there happened \(events)")
    }
    guard self.failure as? Failure == failure else {
      throw ScenarioFailed("Expected the error “\(failure)”, found \(self.failure.map { "“\($0)”" } ?? "none")")
    }
  }

  /// Expects the command to refuse with this error, and nothing to have happened.
  ///
  /// - Throws: `ScenarioFailed`.
  public func thenThrows<Failure: Error & Equatable>(_ expected: Failure) throws {
    try then(failing: expected)
  }
}
