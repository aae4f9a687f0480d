import EventSourcing
import Foundation

extension RecorderPromise {
  /// Requests with several mistakes are refused for the first of them, in the order that `AppendRequest.check` has:
  /// tracking, assertions, then the sequences in the order of their items.
  func refusesInOneOrder(_ recorder: any Recorder) async throws {
    let mistakes = Mistakes()
    let before = TrackingRecord(upstream: "Orders", from: 0, to: 3)
    try await recorder.append(Sample.items(mistakes.entity, 0...1), tracking: before)
    try await recorder.append(Sample.items(mistakes.log, [7]), kind: .timed)
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<60 {
      guard let request = try? mistakes.request(using: &generator), let expected = mistakes.refusal(of: request) else {
        continue
      }
      do {
        _ = try await recorder.append(request)
        throw PromiseBroken("Refused by “\(expected)”, but was recorded: \(request)")
      } catch let broken as PromiseBroken {
        throw broken
      } catch {
        let isSame = type(of: error) == type(of: expected) && "\(error)" == "\(expected)"
        try expect(isSame, "Refused by “\(expected)”, not by “\(error)”: \(request)")
      }
    }
    try expect(try await recorder.notifications(after: 0, limit: 9).count, equals: 3, "What is refused leaves nothing")
    try expect(try await recorder.lastTracked(of: "Orders")?.id, equals: 3, "Nor does it move a record")
  }
}

/// Requests that are wrong in several ways, on what is stored: an entity's items 0 and 1, a log's item at 7, and a
/// record at 3.
private struct Mistakes {
  let entity = Sample.id(1)
  let log = Sample.id(2)
  let nothing = Sample.id(3)
  let other = Sample.id(4)

  /// - Throws: `InvalidAppend` if the parts do not even fit together.
  func request(using generator: inout some RandomNumberGenerator) throws -> AppendRequest {
    let counted = [
      Sample.item(entity, 0), Sample.item(entity, 2), Sample.item(nothing, 3), Sample.item(nothing, 0),
      Sample.item(log, 0), Sample.item(entity, 4),
    ]
    let timed = [Sample.item(log, 7), Sample.item(log, 8), Sample.item(entity, 9), Sample.item(other, 5)]
    let isTimed = Bool.random(using: &generator)
    let items = (counted + (isTimed ? timed : [])).shuffled(using: &generator)
    var chosen: [SequencedItem] = []
    for item in items.prefix(Int.random(in: 1...4, using: &generator))
    where !chosen.contains(where: { $0.sequenceID == item.sequenceID }) {
      chosen.append(item)
    }
    let asserted = [(entity, 2), (entity, 1), (nothing, 0), (nothing, 2), (log, 1), (other, 1)]
      .map { SequenceAssertion(sequenceID: $0, version: $1) }.shuffled(using: &generator)
      .filter { assertion in !chosen.contains { $0.sequenceID == assertion.sequenceID } }
    let tracking = [nil, 3, 3, 2].randomElement(using: &generator) ?? nil
    return try AppendRequest(
      chosen, timed: Set(timed.filter(chosen.contains).map(\.sequenceID)),
      tracking: tracking.map { TrackingRecord(upstream: "Orders", from: $0, to: 9) },
      assertions: Array(asserted.prefix(Int.random(in: 0...2, using: &generator))))
  }

  /// The error that comes first; `nil` if there is none.
  func refusal(of request: AppendRequest) -> (any Error)? {
    do {
      try request.check(
        tracked: { $0 == "Orders" ? 3 : 0 },
        stored: { id in
          switch id {
          case entity: StoredSequence(newestPosition: 1, beginsAtZero: true)
          case log: StoredSequence(newestPosition: 7, beginsAtZero: false)
          default: StoredSequence(newestPosition: nil, beginsAtZero: false)
          }
        }, isTaken: { id, position in id == log && position == 7 || id == entity && (0...1).contains(position) })
      return nil
    } catch {
      return error
    }
  }
}
