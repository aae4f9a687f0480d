import EventSourcing
import EventSourcingSQLite
import Foundation

extension Benchmark {
  /// Following a log of a million events from an SQLite file, each decoded, against reading and decoding it.
  static let readingNotifications = Benchmark(
    work: Work(
      "notifications", "A subscription to 1 000 000 events, against SELECT + JSON", target: .atLeast(0.8)),
    measure: { work, session in
      let count = 1_000_000
      return try await session.withFolder { folder in
        let file = "\(folder)/notifications.sqlite"
        session.progress("\(work.name), storing the events")
        try await store(count, of: IDGenerator.timeOrdered.next(), in: file)
        let limit = try await SQLiteLimit(file)
        let recorder = try await SQLiteRecorder(.file(file))
        return try await recorder.closing {
          let log = LocalNotificationLog(recorder)
          return try await session.compare(
            work, unit: "events/s",
            Contender("subscription", step: count) { events in
              try await timed {
                for _ in 0..<events / count { try expect(await followed(log), is: count, "subscription") }
              }
            },
            with: Contender("SELECT and JSON", step: count) { events in
              try await timed {
                for _ in 0..<events / count {
                  var payloads = DecodedPayloads()
                  try limit.selectLog { try payloads.decode($0) }
                  try expect(payloads.checkedCount(), is: count, "SELECT and JSON")
                }
              }
            })
        }
      }
    })

  /// Reads a log of one entity's events to its end.
  ///
  /// - Returns: How many there were.
  private static func followed(_ log: LocalNotificationLog) async throws -> Int {
    let mapper = ExampleMapper()
    var newest = -1
    for try await case .notification(let notification, let position) in NotificationSubscription(log) {
      let event = try mapper.event(from: notification.item)
      guard event.entityVersion == newest + 1, position.id == notification.id else { break }
      newest += 1
      if newest == 999_999 { break }
    }
    return newest + 1
  }
}
