/// A decision was not as expected.
public struct ScenarioFailed: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
