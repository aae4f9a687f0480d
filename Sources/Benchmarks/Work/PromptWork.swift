import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite
import Foundation

extension Benchmark {
  /// What 64 savers pay for one who follows them, against the same where nobody does.
  static let prompts = [
    Benchmark(
      work: Work("prompts-sqlite", "SQLite: 64 savers and a follower, against savers alone", target: .atMost(1.1)),
      measure: { work, session in
        try await session.withFolder { folder in
          let followed = try await SQLiteRecorder(.file("\(folder)/followed.sqlite"))
          let alone = try await SQLiteRecorder(.file("\(folder)/alone.sqlite"))
          return try await followed.closing {
            try await alone.closing { try await prompts(work, session, followed, alone) }
          }
        }
      }),
    Benchmark(
      work: Work(
        "prompts-postgresql", "PostgreSQL: 64 savers and a follower, against savers alone", target: .atMost(1.1)),
      needsPostgreSQL: true,
      measure: { work, session in
        guard let server = session.server else { throw NoServer() }
        return try await withSchemas(on: server) { own, other in
          let followed = try await PostgreSQLRecorder(server, schema: own)
          let alone = try await PostgreSQLRecorder(server, schema: other)
          return try await followed.closing {
            try await alone.closing { try await prompts(work, session, followed, alone) }
          }
        }
      }),
  ]

  private static func prompts(
    _ work: Work, _ session: Session, _ followed: any Recorder, _ alone: any Recorder
  ) async throws -> Measurement {
    let following = Task {
      var count = 0
      for try await case .notification(let notification, _) in NotificationSubscription(LocalNotificationLog(followed))
      {
        if notification.item.topic == end { break }
        count += 1
      }
      return count
    }
    return try await session.compare(
      work, unit: "events/s", meaning: .time,
      saves("followed", followed) {
        try await followed.append([
          SequencedItem(
            sequenceID: IDGenerator.timeOrdered.next(), position: 0, topic: end, data: .init(), timestamp: .now)
        ])
        return try await following.value
      },
      with: saves("alone", alone) { try await alone.newestPosition().id })
  }

  /// Of the last notification, which is not counted.
  private static let end = "Savers.haveEnded"

  private static func saves(
    _ name: String, _ recorder: any Recorder, stored: @escaping () async throws -> Int
  ) -> Contender {
    let examples = Examples(recorder)
    return Contender(name, step: 64, stored: stored) { events in
      try await examples.whileStoring { try await timed { try await examples.save(events, savers: 64) } }
    }
  }
}
