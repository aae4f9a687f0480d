import EventSourcing
import Foundation

extension UUID {
  /// The id of what an event has caused, always the same: version 8 of RFC 9562, section 5.8.
  ///
  /// The first 48 bits are those of the causing entity's id, so that ids of what it causes grow with time where its own
  /// does. The other 74 are of a hash of the cause, of who reacts, and of labels.
  init(causedBy cause: EventCause, in application: String, as labels: String...) {
    // Which texts there are is told by their lengths, so that no two causes are written alike.
    let texts = [cause.application, application] + labels
    let name = texts.map { "\($0.utf8.count):\($0)" }.joined() + "\(cause.position)"
    let hash = UUID(named: name, in: cause.sequence).uuid
    let time = cause.sequence.uuid
    self.init(
      uuid: (
        time.0, time.1, time.2, time.3, time.4, time.5, hash.6 & 0x0F | 0x80, hash.7, hash.8, hash.9, hash.10, hash.11,
        hash.12, hash.13, hash.14, hash.15
      ))
  }
}
