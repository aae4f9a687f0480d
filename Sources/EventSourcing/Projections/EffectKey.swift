public import Foundation

/// What an effect is known by: the same whenever it is done for the same event, in whatever process.
public struct EffectKey: Hashable, Sendable {
  /// The name of the projection.
  public let projection: String

  /// The name of the log that the event is from.
  public let upstream: String

  public let sequenceID: UUID
  public let position: Int

  /// Counts the effects of the projection from 0, in the order of the code.
  public let effect: Int

  public init(projection: String, upstream: String, sequenceID: UUID, position: Int, effect: Int) {
    self.projection = projection
    self.upstream = upstream
    self.sequenceID = sequenceID
    self.position = position
    self.effect = effect
  }

  /// The key as a text, to be handed to what is called: no two keys have the same.
  ///
  /// No name of a projection has a `$`, and only the log's name, which comes last, may.
  public var text: String { "\(projection)$\(effect)$\(sequenceID)$\(position)$\(upstream)" }
}
