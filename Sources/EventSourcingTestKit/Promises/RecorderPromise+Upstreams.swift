import EventSourcing
import Foundation

extension RecorderPromise {
  /// That an upstream's log is another one now is for an administrator to decide about.
  func tracksOneLogAnUpstream(_ recorder: any Recorder) async throws {
    let (log, other) = (Sample.id(8), Sample.id(9))
    let reached = LogPosition(id: 5, log: log, digest: ItemDigest(of: Sample.item(Sample.id(1), 0)))
    try await recorder.append([], tracking: TrackingRecord(upstream: "Orders", from: 0, to: reached))
    func move(_ from: Int, _ to: Int, of log: UUID?, _ items: [SequencedItem] = []) async throws {
      try await recorder.append(
        items, tracking: TrackingRecord(upstream: "Orders", from: from, to: LogPosition(id: to, log: log)))
    }
    let replaced = LogReplaced(position: reached, reason: .otherIdentity(found: other))
    for items in [[], Sample.items(Sample.id(1), 0...0), Sample.items(Sample.id(1), 0...3)] {
      try await expect("From one log to another", throws: replaced) { try await move(5, 9, of: other, items) }
    }
    let stale = TrackingRecord(upstream: "Orders", from: 4, to: LogPosition(id: 9, log: other))
    try await expect("Who comes late is told that first", throws: AlreadyTracked(stale, found: 5)) {
      try await move(4, 9, of: other)
    }
    try await expect("It is refused before an assertion", throws: replaced) {
      try await recorder.append(
        [], tracking: TrackingRecord(upstream: "Orders", from: 5, to: LogPosition(id: 9, log: other)),
        assertions: [SequenceAssertion(sequenceID: Sample.id(2), version: 7)])
    }
    try expect(try await recorder.lastTracked(of: "Orders"), equals: reached, "What is refused moves nothing")
    try expect(try await recorder.items(of: Sample.id(1)), equals: [], "Nor is anything recorded")
    try await move(5, 6, of: log)
    // Where one of them is not known, nothing can be said.
    try await move(6, 7, of: nil)
    try await move(7, 8, of: other, Sample.items(Sample.id(1), 0...0))
    try await keepsLogsApartTogether(recorder)
    guard let maintenance = recorder as? any MaintenanceRecorder else { return }
    try await maintenance.resetTracking(of: "Orders", to: LogPosition(id: 0, log: log))
    let atStart = LogReplaced(position: LogPosition(id: 0, log: log), reason: .otherIdentity(found: other))
    try await expect("From the beginning of another", throws: atStart) { try await move(0, 3, of: other) }
    try await maintenance.resetTracking(of: "Orders", to: LogPosition(id: 2, log: other))
    try await move(2, 3, of: other)
  }

  /// Records that come together are held against each other, too.
  private func keepsLogsApartTogether(_ recorder: any Recorder) async throws {
    for round in 0..<10 {
      let upstream = "Payments \(round)"
      let outcomes = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<6 {
          group.addTask {
            let log = Sample.id(UInt8(number < 3 ? 8 : 9))
            let record = TrackingRecord(upstream: upstream, from: number, to: LogPosition(id: number + 1, log: log))
            return (try? await recorder.append([], tracking: record)) != nil
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      let reached = try await recorder.lastTracked(of: upstream)?.id ?? 0
      try expect(reached, equals: outcomes.count(where: \.self), "Each that was recorded has moved it by one")
      try expect(reached <= 3, "The record does not pass from one log to another")
    }
  }
}
