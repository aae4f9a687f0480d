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
      story.part("Use the application as before:")
      var example = try await app.createExample(foo: "bar9")
      story.say("contains \(example.id.short): \(try await app.repository.contains(example.id))")
      story.say("foo = \(try await app.repository[example.id].foo)")
      try await example.setFoo(to: "bar10", at: app.clock.now())
      story.say("foo = \(try await app.repository[example.id].foo)")

      story.part("The rows, read as StoredEvent:")
      story.table(
        ["aggregateID", "aggregateVersion", "eventType", "state"],
        try await recorder.items(StoredEvent.self, of: example.id).map { row in
          [row.aggregateID.short, String(row.aggregateVersion), row.eventType, row.state.readable]
        })

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
}
