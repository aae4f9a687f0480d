import EventSourcing
import Foundation

/// The recorder of an application as one participant has it.
struct SimulatedRecorder: ForwardingRecorder {
  let inner: any Recorder
  let application: String
  let participant: SimulatedParticipant

  func append(_ request: AppendRequest) async throws -> [Int] {
    try await participant.call(.append(request, application: application), outcome: { .recorded($0) }) {
      try await inner.append(request)
    }
  }

  func item(of sequenceID: UUID, at position: Int) async throws -> SequencedItem? {
    try await read(.item(of: sequenceID, at: position), outcome: { .found($0 == nil ? 0 : 1) }) {
      try await inner.item(of: sequenceID, at: position)
    }
  }

  func items(of sequenceID: UUID, where query: PositionQuery) async throws -> [SequencedItem] {
    try await read(.items(of: sequenceID), outcome: { .found($0.count) }) {
      try await inner.items(of: sequenceID, where: query)
    }
  }

  func notifications(of sequenceID: UUID, where query: PositionQuery) async throws -> [ItemNotification] {
    try await read(.items(of: sequenceID), outcome: { .found($0.count) }) {
      try await inner.notifications(of: sequenceID, where: query)
    }
  }

  func sequenceIDs(after id: UUID?, limit: Int) async throws -> [UUID] {
    try await read(.sequenceIDs, outcome: { .found($0.count) }) {
      try await inner.sequenceIDs(after: id, limit: limit)
    }
  }

  func page(_ query: NotificationQuery) async throws -> NotificationPage {
    try await read(
      .page(after: query.after.id), outcome: { .read($0.notifications.count, upTo: $0.readUpTo.id) }
    ) { try await inner.page(query) }
  }

  func newestPosition() async throws -> LogPosition {
    try await read(.newestPosition, outcome: { .position($0.id) }) { try await inner.newestPosition() }
  }

  func logRevision() async throws -> LogRevision {
    try await read(.logRevision, outcome: { _ in .done }) { try await inner.logRevision() }
  }

  func lastTracked(of upstream: String) async throws -> LogPosition? {
    try await read(.lastTracked(upstream), outcome: { .position($0?.id) }) {
      try await inner.lastTracked(of: upstream)
    }
  }

  /// Waits for a prompt of the simulation, or until the time has passed there.
  func waitForNotification(after id: Int, atMost duration: Duration) async throws -> Bool {
    let isThere = try await inner.newestPosition().id > id
    let now = participant.stage.elapsed
    return try await participant.call(
      .wait(after: id, application: application), readyAt: isThere ? now : now.plus(duration.microseconds),
      outcome: { .isThere($0) }
    ) { try await inner.newestPosition().id > id }
  }

  /// Nothing: what is kept in memory outlives its users here, as a database does.
  func close() async throws {}

  private func read<Result>(
    _ reading: SimulatedCall.Reading, outcome: (Result) -> SimulatedOutcome, _ perform: () async throws -> Result
  ) async throws -> Result {
    try await participant.call(.read(reading, application: application), outcome: outcome, perform)
  }
}
