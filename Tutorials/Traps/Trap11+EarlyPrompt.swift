import EventSourcing
import Foundation
import Story
import Synchronization

extension Trap11 {
  /// Readers are woken from inside the transaction, before anybody can see what it stores.
  enum EarlyPrompt {
    /// Looks when it is prompted, and only then.
    private final class SleepyReader: Sendable {
      private let log: any NotificationLog
      private let seen = Mutex<[Int]>([])
      private let looks = Mutex(0)

      init(_ log: any NotificationLog) {
        self.log = log
      }

      var ids: [Int] { seen.withLock { $0 } }
      var lookCount: Int { looks.withLock { $0 } }

      func prompt() async throws {
        looks.withLock { $0 += 1 }
        let page = try await log.page(NotificationQuery(after: LogPosition(id: ids.last ?? 0), limit: 10))
        seen.withLock { $0 += page.notifications.map(\.id) }
      }
    }

    /// Prompts at the beginning of its transaction, as a trigger that notifies does it.
    private struct EagerRecorder: ForwardingRecorder {
      let inner: any Recorder
      let reader: SleepyReader

      func append(_ request: AppendRequest) async throws -> [Int] {
        try await reader.prompt()
        return try await inner.append(request)
      }
    }

    static func spring(_ story: Story) async throws {
      let recorder = InMemoryRecorder()
      let reader = SleepyReader(LocalNotificationLog(recorder))
      story.part("A reader looks when it is prompted. The prompt goes out inside the transaction, before the commit:")
      let eager = EagerRecorder(inner: recorder, reader: reader)
      try await eager.append([
        SequencedItem(
          sequenceID: story.ids.next(), position: 0, topic: "Example.created", data: .init(),
          timestamp: story.clock.now())
      ])
      story.say("prompted \(reader.lookCount) time, and has seen: \(numbers(reader.ids))")
      story.say("in the log: \(numbers(try await recorder.notifications(after: 0, limit: 10).map(\.id)))")
      guard reader.ids.isEmpty, reader.lookCount == 1 else { throw NotAsTold("The reader has seen it.") }

      story.part("Nothing prompts it any more, so it sleeps. A subscription looks by itself, whoever has prompted it:")
      var elements = NotificationSubscription(LocalNotificationLog(recorder)).makeAsyncIterator()
      guard case .notification(let notification, _)? = try await elements.next() else {
        throw NotAsTold("The subscription has missed it.")
      }
      story.say("has seen: \(notification.id)")
    }
  }
}
