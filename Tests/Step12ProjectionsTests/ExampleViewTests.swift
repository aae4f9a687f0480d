import EventSourcing
import EventSourcingSQLite
import EventSourcingTestKit
import Foundation
import ProcessSupport
import Step12Projections
import Step1Events
import Step2Entity
import Step5Application
import Testing

@Suite("A view of examples", .timeLimit(.minutes(1)))
struct ExampleViewTests {
  private static let foos = ["bar", "BAR", "quux", "é", "e\u{301}"]

  /// Lends an empty log and a view of each kind.
  private func withViews(_ body: (any Recorder, any ExampleView) async throws -> Void) async throws {
    try await body(InMemoryRecorder(), InMemoryView("examples", InMemoryExampleList()))
    let database = try await SQLiteDatabase(.memory)
    try await body(database.recorder(), SQLiteView("examples", in: database))
    try await database.close()
  }

  private func catchUp<V: ExampleView>(
    _ view: V, _ recorder: any Recorder, version: Int = 1, ignoringCase: Bool = false
  ) async throws {
    try await Projector(
      Projection.examples(in: V.self, version: version, ignoringCase: ignoringCase),
      from: ["application": LocalNotificationLog(recorder)], into: view
    ).catchUp()
  }

  /// Has a number of examples live, each in its own way.
  private func live(
    _ app: ExampleApplication, _ steps: Int, _ examples: inout [UUID], _ generator: inout SeededGenerator
  ) async throws {
    for _ in 1...steps {
      let foo = Self.foos.randomElement(using: &generator) ?? "bar"
      guard let id = examples.randomElement(using: &generator), Bool.random(using: &generator) else {
        examples.append(try await app.createExample(foo: foo).id)
        continue
      }
      guard Int.random(in: 0..<4, using: &generator) > 0 else {
        examples.removeAll { $0 == id }
        try await app.change(id) { try await $0.discard() }
        continue
      }
      try await app.change(id) { try await $0.setFoo(to: foo) }
    }
  }

  @Test(arguments: [UInt64(12), 120, .random(in: 1_000...9_999)])
  func `finds what the repository gives, whatever has happened and wherever it stopped`(_ seed: UInt64) async throws {
    try await withViews { recorder, view in
      try await withApplication(recorder: recorder) { app in
        var examples: [UUID] = []
        var generator = SeededGenerator(seed: seed)
        for _ in 1...5 {
          try await live(app, 20, &examples, &generator)
          try await catchUp(view, recorder)
          for foo in Self.foos {
            var expected: [UUID] = []
            for id in examples where try await app.repository[id].foo.utf8.elementsEqual(foo.utf8) {
              expected.append(id)
            }
            #expect(try await view.ids(about: foo) == expected.sorted())
          }
        }
      }
    }
  }

  @Test func `is made anew by a new version, and then ignores capitals`() async throws {
    try await withViews { recorder, view in
      try await withApplication(recorder: recorder) { app in
        let ids = try await [app.createExample(foo: "bar").id, app.createExample(foo: "Bar").id].sorted()
        try await catchUp(view, recorder)
        #expect(try await view.ids(about: "bar").count == 1)
        try await catchUp(view, recorder, version: 2, ignoringCase: true)
        #expect(try await view.ids(about: "bar") == ids)
        #expect(try await view.generations().map(\.version) == [2])
      }
    }
  }

  @Test func `has nothing of what came before, if the log is taken from now on`() async throws {
    let recorder = InMemoryRecorder()
    let view = try InMemoryView("examples", InMemoryExampleList())
    try await withApplication(recorder: recorder) { app in
      _ = try await app.createExample(foo: "bar")
      let log = try await LogSince(now: LocalNotificationLog(recorder))
      let id = try await app.createExample(foo: "bar").id
      let projector = try Projector(
        Projection.examples(in: InMemoryView<InMemoryExampleList>.self), from: ["application": log], into: view)
      try await projector.catchUp()
      #expect(view.ids(about: "bar") == [id])
      #expect(try await projector.progress().logs.first.map { log.number(of: $0.position.id) } == 1)
    }
  }
}
