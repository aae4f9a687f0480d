import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite
import Foundation

extension Benchmark {
  /// How long it takes from the call that appends an event until a subscription hands it out, the commit with it.
  static let delays =
    DelayWriter.allCases.flatMap { writer in
      [
        Benchmark(
          work: Work("notification-delay-sqlite\(writer.suffix)", "SQLite: from append to reader, \(writer.rawValue)"),
          measure: { work, session in
            try await session.withFolder { folder in
              let file = "\(folder)/delay.sqlite"
              let recorder = try await SQLiteRecorder(.file(file))
              return try await recorder.closing {
                try await delay(work, session, recorder, writer: writer.pacing(recorder, [file]))
              }
            }
          }),
        Benchmark(
          work: Work(
            "notification-delay-postgresql\(writer.suffix)", "PostgreSQL: from append to reader, \(writer.rawValue)"),
          needsPostgreSQL: true,
          measure: { work, session in
            guard let server = session.server else { throw NoServer() }
            return try await withSchemas(on: server) { own, _ in
              let recorder = try await PostgreSQLRecorder(server, schema: own)
              return try await recorder.closing {
                try await delay(work, session, recorder, writer: writer.pacing(recorder, [server, own]))
              }
            }
          }),
      ]
    }

  /// Follows a log while a writer appends, round by round.
  private static func delay(
    _ work: Work, _ session: Session, _ recorder: any Recorder, writer: @escaping @Sendable () async throws -> Void
  ) async throws -> Measurement {
    var medians: [Double] = []
    var slowest: [Double] = []
    for round in 1...session.rounds {
      session.progress("\(work.name), round \(round)")
      let start = try await recorder.newestPosition()
      async let writing: Void = writer()
      var delays: [Double] = []
      for try await case .notification(let notification, _) in NotificationSubscription(
        LocalNotificationLog(recorder), after: start)
      {
        delays.append(Double(Timestamp.now.microseconds - notification.item.timestamp.microseconds))
        if delays.count == AppendPaced.count { break }
      }
      try await writing
      delays.sort()
      medians.append(delays[delays.count / 2])
      slowest.append(delays[delays.count * 99 / 100])
    }
    return Measurement(work, unit: "µs", subject: ("median", medians), beside: ("99 %", slowest))
  }
}

/// Where that is which appends.
private enum DelayWriter: String, CaseIterable {
  case here = "in one process"
  case there = "between two processes"

  var suffix: String { self == .here ? "" : "-processes" }

  /// - Parameter database: As the child process names it.
  func pacing(_ recorder: any Recorder, _ database: [String]) -> @Sendable () async throws -> Void {
    switch self {
    case .here: { try await AppendPaced.append(to: recorder) }
    case .there: { try await AppendPaced.inChild(database) }
    }
  }
}
