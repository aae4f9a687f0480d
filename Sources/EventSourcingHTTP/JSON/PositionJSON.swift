import EventSourcing
import Foundation

/// A position in a log as it travels.
struct PositionJSON: Codable {
  let id: Int
  let log: UUID?
  let digest: Int?

  init(_ position: LogPosition) {
    id = position.id
    log = position.log
    digest = position.digest?.rawValue
  }

  /// - Throws: `UnreadableAnswer` if no log has such a position.
  func position() throws(UnreadableAnswer) -> LogPosition {
    guard id >= 0 else { throw UnreadableAnswer(why: "\(id) is no position of a log") }
    return LogPosition(id: id, log: log, digest: digest.map(ItemDigest.init(rawValue:)))
  }
}
