public import Foundation

/// The repository has no such entity, and says which of the reasons it is.
public struct EntityNotFound: Error, Hashable {
  public enum Reason: Hashable, Sendable {
    /// Nothing was ever recorded under the id.
    case neverExisted

    /// It existed, and was discarded by the last of this number of events; its earlier versions can be read.
    case discarded(version: Int)

    /// It has fewer events than the version asked for, or the version is less than 1.
    case noSuchVersion(asked: Int, latest: Int)

    /// Its first event happened after the date asked for.
    case notYet(on: Timestamp)
  }

  public let id: UUID
  public let reason: Reason

  public init(id: UUID, reason: Reason) {
    self.id = id
    self.reason = reason
  }
}

extension EntityNotFound: CustomStringConvertible {
  public var description: String {
    switch reason {
    case .neverExisted: "There is no entity \(id)."
    case .discarded(let version): "Entity \(id) was discarded at version \(version)."
    case .noSuchVersion(let asked, let latest):
      "Entity \(id) has no version \(asked): its versions are 1 to \(latest)."
    case .notYet(let date): "Entity \(id) was not there yet on \(date)."
    }
  }
}

extension EntityNotFound: SayableError {}
