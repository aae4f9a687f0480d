public import EventSourcing
public import Foundation
import Step2Entity
public import Step5Application
public import Story

/// Of two who change the same version of an entity, one is told to read again.
public enum Step7 {
  /// Lets two readers of one example rival each other, then fifty tasks.
  public static func tell(_ story: Story, recorder: any Recorder) async throws {
    story.title(7, "Of two who change the same version, one is told to read again")
    try await withApplication(recorder: recorder, clock: story.clock, ids: story.ids) { app in
      let id = try await app.createExample(foo: "bar5").id
      try await tellOfTwo(story, app, id)
      try await tellOfFifty(story, app)
      try await tellOfTurns(story, app)
    }
  }

  private static func tellOfTwo(_ story: Story, _ app: ExampleApplication, _ id: UUID) async throws {
    var (a, b) = try await twoCopies(of: id, story, app)
    try await changeBoth(&a, &b, story, app)
    try await readAgain(&b, story, app)

    story.part("Now it is a that is behind:")
    do {
      try await a.setFoo(to: "bar8", at: app.clock.now())
    } catch {
      story.refused(error)
    }

    story.part("These events were stored. Those that were refused, at 09:00:02 and 09:00:04, were not:")
    story.events(try await app.eventStore.events(of: id))
  }

  private static func twoCopies(
    of id: UUID, _ story: Story, _ app: ExampleApplication
  ) async throws -> (Example, Example) {
    story.part("Two copies of one example, a and b, both at version 1:")
    let a = try await app.repository[id]
    let b = try await app.repository[id]
    story.say("a: foo = \(a.foo), version \(a.version)")
    story.say("b: foo = \(b.foo), version \(b.version)")
    return (a, b)
  }

  private static func changeBoth(
    _ a: inout Example, _ b: inout Example, _ story: Story, _ app: ExampleApplication
  ) async throws {
    story.part("a sets foo to bar6. Then b, which has not seen that, tries to set it to bar7:")
    try await a.setFoo(to: "bar6", at: app.clock.now())
    let before = b
    do {
      try await b.setFoo(to: "bar7", at: app.clock.now())
    } catch {
      story.refused(error)
    }
    story.say("b is as it was before: \(b == before), foo = \(b.foo), version \(b.version)")
  }

  private static func readAgain(_ b: inout Example, _ story: Story, _ app: ExampleApplication) async throws {
    story.part("b reads again, and decides again:")
    b = try await app.repository[b.id]
    story.say("b has foo = \(b.foo), version \(b.version)")
    try await b.setFoo(to: "bar7", at: app.clock.now())
    story.say("in the repository, foo = \(try await app.repository[b.id].foo)")
  }

  private static func tellOfFifty(_ story: Story, _ app: ExampleApplication) async throws {
    story.part("Fifty tasks at once each add 1 to the same number, reading again after each conflict:")
    let id = try await app.createExample(foo: "0").id
    try await addOne(to: id, times: 50, app)
    let counter = try await app.repository[id]
    story.say("foo = \(counter.foo), version \(counter.version): no update is lost")
  }

  private static func tellOfTurns(_ story: Story, _ app: ExampleApplication) async throws {
    story.part("Fifty tasks again, but a keeper lets them in one after the other:")
    let id = try await app.createExample(foo: "0").id
    let decisions = try await addOneInTurn(to: id, times: 50, app)
    let counter = try await app.repository[id]
    story.say("foo = \(counter.foo), version \(counter.version), and each decided once: \(decisions) decisions")
  }

  /// Adds 1 to the number that an example holds, in this many tasks at once.
  public static func addOne(to id: UUID, times: Int, _ app: ExampleApplication) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<times {
        group.addTask {
          // Fifty rivals: on a busy machine half a minute, the default, may not be enough.
          try await retryingOnConcurrencyError(attempts: 1_000) {
            var counter = try await app.repository[id]
            try await counter.setFoo(to: String((Int(counter.foo) ?? 0) + 1), at: app.clock.now())
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Adds 1 to the number that an example holds, in this many tasks at once, each of which waits for its turn.
  ///
  /// - Returns: How many times a sum was worked out.
  public static func addOneInTurn(to id: UUID, times: Int, _ app: ExampleApplication) async throws -> Int {
    let examples = Keeper(repository: app.repository)
    return try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<times {
        group.addTask {
          var decisions = 0
          try await examples.change(id) { counter in
            decisions += 1
            try await counter.setFoo(to: String((Int(counter.foo) ?? 0) + 1), at: app.clock.now())
          }
          return decisions
        }
      }
      return try await group.reduce(0, +)
    }
  }
}
