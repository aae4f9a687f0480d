/// One making of a view, from the beginning of the logs on.
public struct ViewGeneration: Hashable, Sendable {
  public enum State: String, Hashable, Sendable {
    /// It is being built, beside the current one.
    case building

    /// It answers.
    case current

    /// Another one has taken its place, and it is about to be removed.
    case replaced
  }

  /// Counts the generations of a projection from 1, whatever their versions.
  public let number: Int

  /// The version of the projection that makes it.
  public let version: Int

  public let state: State

  public init(number: Int, version: Int, state: State) {
    self.number = number
    self.version = version
    self.state = state
  }

  /// The number under which the positions of effects are kept, which belong to no generation.
  public static let effects = 0
}

/// The generation is not there any more, or not the one to be changed: look which one is current.
public struct GenerationReplaced: Error, Hashable, CustomStringConvertible {
  public let projection: String
  public let generation: Int

  public init(projection: String, generation: Int) {
    self.projection = projection
    self.generation = generation
  }

  public var description: String {
    "Generation \(generation) of the view “\(projection)” is not there any more, or another one has taken its place: "
      + "go on with the current one."
  }
}
