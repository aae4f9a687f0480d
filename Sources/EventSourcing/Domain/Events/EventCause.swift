public import Foundation

/// Which event led to another: by its place in its sequence, which is the same wherever the application runs.
///
/// A notification id would not do: it differs from run to run.
public struct EventCause: Hashable, Sendable {
  /// The name of the application that stored the event.
  public let application: String

  public let sequence: UUID
  public let position: Int

  public init(application: String, sequence: UUID, position: Int) {
    self.application = application
    self.sequence = sequence
    self.position = position
  }
}

extension EventCause: LosslessStringConvertible {
  /// Reads what `description` gives, as in `0199…/3/orders`: the name comes last, since it may have anything in it.
  public init?(_ description: String) {
    let parts = description.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let id = UUID(text: String(decoding: parts[0], as: UTF8.self)),
      let position = Int(String(decoding: parts[1], as: UTF8.self))
    else { return nil }
    self.init(application: String(decoding: parts[2], as: UTF8.self), sequence: id, position: position)
  }

  public var description: String { "\(sequence.text)/\(position)/\(application)" }
}
