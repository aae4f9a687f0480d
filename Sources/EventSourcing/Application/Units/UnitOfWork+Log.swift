public import Foundation

extension UnitOfWork {
  /// Adds an entry to a log, where it stands at its time, or at the next free microsecond if that is taken.
  ///
  /// - Parameters:
  ///   - payload: What happened.
  ///   - logID: Which log: the sequence id of its entries.
  ///   - timestamp: When: now, unless given.
  /// - Throws: `KindNotInCatalog`; what the mapper throws; `IDOfTwoKinds`; `UnitOfWorkEnded`.
  public func append<Payload: EventPayload>(
    _ payload: Payload, to logID: UUID, at timestamp: Timestamp = .now
  ) throws {
    try append(TimestampedEvent(logID: logID, timestamp: timestamp, payload: payload))
  }

  /// Appends what was collected; where others have taken the place of an entry of a log, with it at the next free one.
  ///
  /// All else in the request was decided on what must not have changed; the time of an entry was not.
  ///
  /// - Throws: `IDOfAnotherKind`; `NoTimeLeft`; what `Recorder.append(_:)` throws, `ConcurrencyError` for the place of
  ///   an entry only if others have taken the next free one time and again.
  func record(_ request: AppendRequest, in recorder: any Recorder) async throws {
    var request = request
    var attempts = 1_000
    // What is next to a taken place is often taken, too. More and more is looked at beforehand, so that not each entry
    // costs a try.
    var ahead = 64
    while true {
      do {
        try await recorder.append(request)
        return
      } catch let conflict as ConcurrencyError where request.timed.contains(conflict.sequenceID) && attempts > 1 {
        attempts -= 1
        try await move(ahead, after: conflict, of: request, in: recorder)
        ahead = ahead.times(16)
        request = try AppendRequest(
          entries.placed(request.items), timed: request.timed, tracking: request.tracking,
          assertions: request.assertions)
      } catch let conflict as ConcurrencyError {
        throw await recorder.named(conflict, isSameKind)
      }
    }
  }

  /// Looks for free places for so many entries, from a conflict on in the order in which a recorder looks at them.
  private func move(
    _ count: Int, after conflict: ConcurrencyError, of request: AppendRequest, in recorder: any Recorder
  ) async throws {
    var left = count
    let logs = request.starts.map(\.sequenceID).drop { $0 != conflict.sequenceID }
    for log in logs where left > 0 && request.timed.contains(log) {
      let taken = log == conflict.sequenceID ? conflict.position : .min
      left -= try await entries.move(left, in: log, from: taken, recorder)
    }
  }

  /// Whether a topic is of the kind whose events the unit writes to a sequence; if it writes none, nobody can say.
  private func isSameKind(_ id: UUID, _ topic: String) -> Bool {
    guard let storedName = storedName(writtenTo: id) else { return true }
    return TopicFilter.storedNames([storedName]).matches(topic)
  }
}
