public import EventSourcing
import Step2Entity
import Step5Application
public import Story

/// The same application, on a table of other names.
public enum Step8 {
  /// Runs the application of step 5 on a recorder that was opened with `StoredEvent.table`.
  ///
  /// - Parameter columns: Those of the table, as the database gives them.
  public static func tell(_ story: Story, recorder: any Recorder, columns: [String]) async throws {
    story.title(8, "The same application on a table of your own")

    story.part("The recorder was opened with the names of StoredEvent. The table in the database has these columns:")
    for column in columns {
      story.say(column)
    }

    try await withApplication(recorder: recorder, clock: story.clock, ids: story.ids) { app in
      var example = try await useAsBefore(story, app)
      try await showRows(of: example, in: recorder, story)
      try await discard(&example, story, app)
    }
  }

  private static func useAsBefore(_ story: Story, _ app: ExampleApplication) async throws -> Example {
    story.part("Use the application as before:")
    var example = try await app.createExample(foo: "bar9")
    story.say("contains \(example.id.short): \(try await app.repository.contains(example.id))")
    story.say("foo = \(try await app.repository[example.id].foo)")
    try await example.setFoo(to: "bar10", at: app.clock.now())
    story.say("foo = \(try await app.repository[example.id].foo)")
    return example
  }

  private static func showRows(of example: Example, in recorder: any Recorder, _ story: Story) async throws {
    story.part("The rows, read as StoredEvent:")
    let rows = try await recorder.items(StoredEvent.self, of: example.id)
    story.table(
      ["aggregateID", "aggregateVersion", "eventType", "state"],
      rows.map { row in [row.aggregateID.short, String(row.aggregateVersion), row.eventType, row.state.readable] })
  }

  private static func discard(_ example: inout Example, _ story: Story, _ app: ExampleApplication) async throws {
    story.part("Discard the example:")
    try await example.discard(at: app.clock.now())
    story.say("contains \(example.id.short): \(try await app.repository.contains(example.id))")
    do {
      _ = try await app.repository[example.id]
    } catch {
      story.refused(error)
    }
  }
}
