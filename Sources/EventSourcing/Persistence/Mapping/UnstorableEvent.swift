public import Foundation

/// An event cannot be stored, for what it says: stored, it could not be read again.
///
/// Nothing of it was stored, nor of what would have been stored with it.
public struct UnstorableEvent: Error, Hashable {
  /// Why.
  ///
  /// The keys say where, as in `address.city`, as far as it is known. Values are left out on purpose, and so are keys
  /// of dictionaries and places in lists: a `*` stands for them.
  public enum Problem: Hashable, Sendable {
    /// A value has no stored form, as an infinite number and more than 500 levels have none in JSON.
    case notEncoded(at: String)

    /// What would be stored cannot be read: for a `Decimal` that is not a number, for example, or for a type whose
    /// `init(from:)` refuses what its `encode(to:)` writes.
    case notReadAgain(at: String)
  }

  public let sequenceID: UUID
  public let position: Int
  public let topic: String
  public let problem: Problem

  public init(sequenceID: UUID, position: Int, topic: String, problem: Problem) {
    self.sequenceID = sequenceID
    self.position = position
    self.topic = topic
    self.problem = problem
  }
}

extension UnstorableEvent: CustomStringConvertible {
  public var description: String {
    let (why, place) =
      switch problem {
      case .notEncoded(let place): ("has no stored form", place)
      case .notReadAgain(let place): ("could not be read again once stored", place)
      }
    let what = place.isEmpty ? "a value of the event" : "its value at “\(place)”"
    return "Sequence \(sequenceID), position \(position), topic “\(topic)”: \(what) \(why). Nothing was stored."
  }
}
