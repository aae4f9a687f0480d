public import EventSourcing
import EventSourcingCrypto
import Foundation
import Step2Entity
import Step5Application
public import Story

/// Events are encrypted inside the application; the database never sees what they say.
public enum Step6 {
  /// Runs the application of step 5 with and without a cipher, then plays the thief.
  ///
  /// - Parameter stored: Where the thief looks.
  public static func tell(_ story: Story, recorder: any MaintenanceRecorder, stored: StoredBytes) async throws {
    story.title(6, "What is stored is unreadable without the key")
    try await storePlainInfo(story, recorder)
    let mapper = try ExampleMapper.encrypting(with: demoKey)
    let id = try await storeSecretInfo(story, recorder, mapper)

    story.part("The application reads the entity as before:")
    try await withApplication(recorder: recorder, mapper: mapper) { app in
      story.say("foo = \(try await app.repository[id].foo)")
    }

    story.part("Search all bytes of \(stored.name):")
    for word in ["plain info", "secret info", "secret plan"] {
      story.say("“\(word)” found: \(try await stored.contain(word))")
    }

    try await tellOfThieves(story, recorder, id)
  }

  private static func storePlainInfo(_ story: Story, _ recorder: any Recorder) async throws {
    story.part("Without a cipher, the row shows what the event says:")
    let plain = try await withApplication(recorder: recorder, clock: story.clock, ids: story.ids) { app in
      try await app.createExample(foo: "plain info")
    }
    story.items(try await recorder.items(of: plain.id))
  }

  private static func storeSecretInfo(
    _ story: Story, _ recorder: any Recorder, _ mapper: ExampleMapper
  ) async throws -> UUID {
    story.part("With one, it does not:")
    let id = try await withApplication(recorder: recorder, mapper: mapper, clock: story.clock, ids: story.ids) { app in
      var example = try await app.createExample(foo: "secret info")
      story.say("in the application, foo = \(try await app.repository[example.id].foo)")
      try await example.setFoo(to: "secret plan", at: app.clock.now())
      return example.id
    }
    story.items(try await recorder.items(of: id))
    return id
  }

  /// A key in the source, so that this story is the same on every run; your keys come from `AESKey.random()`
  /// and stay out of the source.
  private static var demoKey: AESKey {
    get throws { try AESKey(base64: "ZGVtb25zdHJhdGlvbiBrZXksIG5vdCBhIHNlY3JldCE=") }
  }

  private static func tellOfThieves(_ story: Story, _ recorder: any MaintenanceRecorder, _ id: UUID) async throws {
    story.part("Read with another key: the error names the key that is needed.")
    let otherKey = try AESKey(base64: "YW5vdGhlciBrZXksIG5vciBpcyB0aGlzIHNlY3JldCE=")
    await tellOfReading(story, recorder, id, mapper: try .encrypting(with: otherKey))

    try await tellOfFlippedBit(story, recorder, id)
    try await tellOfMovedData(story, recorder, id)

    story.part("Put everything back, and it reads as before:")
    await tellOfReading(story, recorder, id, mapper: try .encrypting(with: demoKey))
  }

  private static func tellOfFlippedBit(_ story: Story, _ recorder: any MaintenanceRecorder, _ id: UUID) async throws {
    story.part("Flip one bit of a row, and read:")
    let first = try await recorder.items(of: id)[0]
    var damaged = first.data
    damaged[damaged.count - 20] ^= 1
    try await replaceData(of: first, with: damaged, in: recorder)
    await tellOfReading(story, recorder, id, mapper: try .encrypting(with: demoKey))
    try await replaceData(of: recorder.items(of: id)[0], with: first.data, in: recorder)
  }

  private static func tellOfMovedData(_ story: Story, _ recorder: any MaintenanceRecorder, _ id: UUID) async throws {
    story.part("Put the data of one row into another, and read:")
    let items = try await recorder.items(of: id)
    try await replaceData(of: items[1], with: items[0].data, in: recorder)
    await tellOfReading(story, recorder, id, mapper: try .encrypting(with: demoKey))
    try await replaceData(of: recorder.items(of: id)[1], with: items[1].data, in: recorder)
  }

  /// Does to a row what somebody with access to the database could do.
  private static func replaceData(
    of item: SequencedItem, with data: Data, in recorder: any MaintenanceRecorder
  ) async throws {
    let new = SequencedItem(
      sequenceID: item.sequenceID, position: item.position, topic: item.topic, data: data, timestamp: item.timestamp)
    try await recorder.rewrite([Rewrite(from: item, to: new)])
  }

  private static func tellOfReading(
    _ story: Story, _ recorder: any MaintenanceRecorder, _ id: UUID, mapper: ExampleMapper
  ) async {
    do {
      let repository = Repository<Example>(eventStore: EventStore(recorder: recorder, mapper: mapper))
      story.say("foo = \(try await repository[id].foo)")
    } catch {
      story.refused(error)
    }
  }
}
