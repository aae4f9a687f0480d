import EventSourcing
import Foundation
import Step11Notifications
import Story

extension Trap11 {
  /// The reader asks for the topics that it knows, and so never hears of others.
  enum ExactTopics {
    static func spring(_ story: Story) async throws {
      let recorder = try await Trap11.log(story, changes: 1)
      let log = LocalNotificationLog(recorder)
      try await recorder.append([
        SequencedItem(
          sequenceID: story.ids.next(), position: 0, topic: "Example.imported", data: .init(),
          timestamp: story.clock.now())
      ])
      story.part("A newer program has stored “Example.imported”. An older reader asks for just the topics it knows:")
      let topics = TopicFilter.topics(["Example.created", "Example.valueChanged", "Example.discarded"])
      var reader = NotificationReader(log, filter: topics)
      let seen = try await reader.read().map(\.id)
      story.say("has seen: \(numbers(seen)), and has read up to \(reader.position.id)")
      guard seen == [1, 2], reader.position.id == 3 else { throw NotAsTold("The reader has seen it.") }
      story.say("When this reader is brought up to date, it goes on after 3: for it, 3 has never happened.")

      story.part("The journal asks by the stored name, “Example”. It stops in front of what it does not know:")
      var journal = Journal()
      do {
        try await journal.catchUp(with: log)
        throw NotAsTold("The journal has passed it over.")
      } catch let error as UnreadableItem {
        story.refused(error)
      }
      story.say("position: \(journal.position.id). Brought up to date, it goes on there.")
      guard journal.position.id == 2 else { throw NotAsTold("The journal has moved on.") }
    }
  }
}
