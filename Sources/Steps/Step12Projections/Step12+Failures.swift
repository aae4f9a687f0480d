import EventSourcing
import Foundation
import Step1Events
import Step2Entity
import Step5Application
import Story

extension Step12.Scene {
  /// Has a newer program write what this one does not know.
  func tellOfStopping(_ example: inout Example, _ recorder: any Recorder) async throws {
    story.part("A newer program writes an event that this one does not know, and then one that it knows:")
    let unknown = SequencedItem(
      sequenceID: example.id, position: example.version, topic: "\(ExampleEvent.storedName).starred",
      data: Data("{}".utf8), timestamp: app.clock.now())
    try await recorder.append([unknown])
    try await EventStore(of: ExampleEvent.self, in: recorder).append([
      DomainEvent(
        entityID: example.id, entityVersion: example.version + 1, timestamp: app.clock.now(),
        payload: .valueChanged(name: .foo, value: "quux"))
    ])
    _ = try await app.createExample(foo: "quux")
    let projector = try projector(ignoringCase: true)
    do {
      try await projector.catchUp()
    } catch let failure as ProjectionFailed {
      story.say("stopped before \(log.number(of: failure.notificationID)), \(failure.topic):")
      story.refused(failure.underlying)
    }
    try await show(["quux"])
    try await tellHowFar(projector)
  }

  func tellOfParking() async throws {
    story.part("A projector that parks sets it aside, with all that follows in its sequence. Other sequences go on:")
    let projector = try projector(ignoringCase: true, options: ProjectorOptions(onFailure: .park(atMost: 10)))
    try await projector.catchUp()
    try await tellOfParked(projector.parked())
    try await show(["quux"])

    story.part("A person has looked at it: a star does not concern the list. It is skipped, and the rest tried again:")
    if let first = try await projector.parked().first { try await projector.skipParked(first) }
    let left = try await projector.retryParked()
    story.say("still parked: \(left.count)")
    try await show(["quux"])
    try await tellHowFar(projector)
  }

  private func tellOfParked(_ parked: [ParkedNotification]) {
    story.table(
      ["number", "sequence", "position", "topic", "tried"],
      parked.map { parked in
        [
          "\(log.number(of: parked.notificationID))", parked.sequenceID.short, "\(parked.position)", parked.topic,
          "\(parked.attempts)",
        ]
      })
  }
}
