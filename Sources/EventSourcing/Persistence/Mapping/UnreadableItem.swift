public import Foundation

/// A stored item cannot be turned back into an event.
///
/// Nothing is skipped: the read stops here.
public struct UnreadableItem: Error {
  /// Why, by what can be done about it.
  public enum Problem: Hashable, Sendable {
    /// No case of the payload is stored under this topic: add the case again, or rewrite the stored events.
    case unknownTopic

    /// It was written by newer code, which stores this event in a later shape: update this code.
    case newerVersion(known: Int)

    /// The data does not have the shape of the event.
    ///
    /// The keys say where, as in `address.city`, as far as it is known. Values are left out on purpose, and so are
    /// keys of dictionaries and places in lists: a `*` stands for them.
    case malformed(at: String)

    /// An upcast threw an error of its own, of this type. The error is left out: it may have stored values in it.
    case notUpcast(errorType: String)

    /// The metadata is no JSON object whose values are texts.
    case unreadableMetadata

    /// The data could not be decompressed.
    case notDecompressed

    /// The data could not be decrypted.
    case notDecrypted(DecryptionError)
  }

  public let sequenceID: UUID
  public let position: Int
  public let topic: String
  public let problem: Problem

  /// Whether the data may be compressed or encrypted, and was read without the compressor or the cipher.
  private let isPerhapsProtected: Bool

  public init(_ item: SequencedItem, _ problem: Problem) {
    self.init(item, problem, isPerhapsProtected: false)
  }

  init(_ item: SequencedItem, _ problem: Problem, isPerhapsProtected: Bool) {
    self.isPerhapsProtected = isPerhapsProtected
    sequenceID = item.sequenceID
    position = item.position
    topic = item.topic
    self.problem = problem
  }
}

extension UnreadableItem: Hashable {
  /// What the data may be is a guess, and makes no other error.
  public static func == (left: UnreadableItem, right: UnreadableItem) -> Bool {
    left.sequenceID == right.sequenceID && left.position == right.position && left.topic == right.topic
      && left.problem == right.problem
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(sequenceID)
    hasher.combine(position)
    hasher.combine(problem)
  }
}

extension UnreadableItem: CustomStringConvertible {
  public var description: String {
    let hint = isPerhapsProtected ? " Was it written with a cipher or a compressor, which are not given here?" : ""
    let why =
      switch problem {
      case .unknownTopic:
        "no event of this type is stored under the topic. Is the id another kind of entity's, or was a case removed?"
      case .newerVersion(let known): "it was written by newer code; version \(known) is the latest known here."
      case .malformed(let place) where place.isEmpty:
        "its data does not have the event's shape." + hint
      case .malformed(let place): "its data does not have the event's shape at “\(place)”."
      case .notUpcast(let type): "an upcast of its data threw a \(type)."
      case .unreadableMetadata: "its metadata is not a JSON object of texts."
      case .notDecompressed: "its data cannot be decompressed."
      case .notDecrypted(let error): "\(error)."
      }
    return "Sequence \(sequenceID), position \(position), topic “\(topic)”: \(why)"
  }
}
