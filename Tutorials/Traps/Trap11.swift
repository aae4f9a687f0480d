import EventSourcing
import Foundation
import Step11Notifications
import Step1Events
import Story

/// Three readers that look right: one keeps its position too early, one sleeps through what it was woken for, and one
/// asks for exact topics.
enum Trap11: Trap {
  static let title = "Readers that miss what has happened"

  static func spring(_ story: Story) async throws {
    try await Checkpoint.spring(story)
    try await EarlyPrompt.spring(story)
    try await ExactTopics.spring(story)
  }

  /// A log with the events of an example: created, and then changed so many times.
  static func log(_ story: Story, changes: Int) async throws -> InMemoryRecorder {
    let recorder = InMemoryRecorder()
    let store = EventStore(of: ExampleEvent.self, in: recorder)
    let id = story.ids.next()
    try await store.append(
      (0...changes).map { version in
        DomainEvent(
          entityID: id, entityVersion: version, timestamp: story.clock.now(),
          payload: version == 0 ? .created(foo: "bar0") : .valueChanged(name: .foo, value: "bar\(version)"))
      })
    return recorder
  }

  static func numbers(_ ids: [Int]) -> String {
    ids.isEmpty ? "none" : ids.map(String.init).joined(separator: ", ")
  }
}
