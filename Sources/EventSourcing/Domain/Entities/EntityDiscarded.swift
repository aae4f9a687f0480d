public import Foundation

/// A command was given to an entity whose life has ended.
public struct EntityDiscarded: Error, Hashable, CustomStringConvertible {
  public let id: UUID

  /// The number of the entity's events, the last of which discarded it.
  public let version: Int

  public init(id: UUID, version: Int) {
    self.id = id
    self.version = version
  }

  public var description: String {
    "Entity \(id) was discarded at version \(version) and takes no more commands."
  }
}
