public import EventSourcing
import Foundation
import Step2Entity
import Step5Application
public import Story

/// What people look for is kept in a view, which is made of the log and can always be made again.
public enum Step12 {
  /// What a story needs: an application, its log, and a view of it.
  struct Scene<V: ExampleView> {
    let story: Story
    let app: ExampleApplication
    let log: LogSince
    let view: V

    /// The version of the view that an earlier story has left: this one makes it anew, in later versions.
    let earlierVersion: Int
  }

  /// Finds examples by what they are about.
  ///
  /// - Parameters:
  ///   - recorder: Where the events are kept.
  ///   - view: Where the list is kept, as the view `examples`.
  public static func tell<V: ExampleView>(_ story: Story, recorder: any Recorder, view: V) async throws {
    story.title(12, "What people look for is kept in a view, made of the log")
    let log = try await LogSince(now: LocalNotificationLog(recorder))
    let earlierVersion = try await view.currentGeneration()?.version ?? 0
    try await withApplication(recorder: recorder, clock: story.clock, ids: story.ids) { app in
      let scene = Scene(story: story, app: app, log: log, view: view, earlierVersion: earlierVersion)
      var example = try await scene.tellOfTheList()
      try await scene.tellOfReadingOnesOwnWrite(&example)
      try await scene.tellOfGoingOn(&example)
      try await scene.tellOfANewVersion(&example)
      try await scene.tellOfStopping(&example, recorder)
      try await scene.tellOfParking()
    }
  }
}

extension Step12.Scene {
  fileprivate func tellOfTheList() async throws -> Example {
    story.part("Three examples. A repository finds them by their ids. By what they are about, a view does:")
    let example = try await app.createExample(foo: "bar")
    _ = try await app.createExample(foo: "bar")
    _ = try await app.createExample(foo: "baz")
    let projector = try projector()
    try await projector.catchUp()
    try await show(["bar", "baz"])
    try await tellHowFar(projector)
    return example
  }

  fileprivate func tellOfReadingOnesOwnWrite(_ example: inout Example) async throws {
    story.part("A projector runs beside the application. Who has written something waits for the view, and finds it:")
    let projector = try projector()
    let running = Task { try await projector.run() }
    defer { running.cancel() }
    try await example.setFoo(to: "baz", at: app.clock.now())
    let written = try await log.newestPosition()
    try await projector.wait(for: written.id, of: "application", atMost: .seconds(30))
    try await show(["bar", "baz"])
    running.cancel()
    _ = await running.result
  }

  fileprivate func tellOfGoingOn(_ example: inout Example) async throws {
    story.part("It is stopped, in the middle of anything. What happens now, the view does not know:")
    try await example.setFoo(to: "bar", at: app.clock.now())
    _ = try await app.createExample(foo: "bar")
    try await show(["bar", "baz"])
    let projector = try projector()
    try await tellHowFar(projector)

    story.part("Another one goes on behind what is in the view, and takes these two, not all six:")
    try await projector.catchUp()
    try await show(["bar", "baz"])
    try await tellHowFar(projector)
  }

  fileprivate func tellOfANewVersion(_ example: inout Example) async throws {
    story.part("People write Bar and mean bar. A new version of the projection keeps small letters:")
    try await example.setFoo(to: "BAR", at: app.clock.now())
    let old = try projector()
    try await old.catchUp()
    try await show(["bar", "BAR"])
    let new = try projector(ignoringCase: true)

    story.part("It makes the view anew, from the first event on. Four are created meanwhile, and the old one answers:")
    async let rebuilt: Void = new.catchUp()
    var answers = 0
    for _ in 1...4 {
      _ = try await app.createExample(foo: "Bar")
      if try await !view.ids(about: "bar").isEmpty { answers += 1 }
    }
    try await rebuilt
    story.say("asked 4 times, answered \(answers) times")
    try await new.catchUp()
    try await show(["bar", "BAR"])
    try await tellHowFar(new)

    story.part("The program of the old version must not change that view any more:")
    do {
      try await old.catchUp()
    } catch is ProjectionOutdated {
      story.say("✗ The view is of version 2, and this program has version 1 of the projection: update it.")
    }
  }
}
