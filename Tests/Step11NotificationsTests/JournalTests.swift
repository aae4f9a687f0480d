import EventSourcing
import EventSourcingSQLite
import Foundation
import Step11Notifications
import Step1Events
import Step2Entity
import Step5Application
import Testing

@Suite("A journal", .timeLimit(.minutes(1)))
struct JournalTests {
  private let recorder = InMemoryRecorder()
  private var log: LocalNotificationLog { LocalNotificationLog(recorder) }

  private func append(_ topic: String, _ data: String) async throws {
    try await recorder.append([
      SequencedItem(sequenceID: UUID(), position: 0, topic: topic, data: Data(data.utf8), timestamp: .now)
    ])
  }

  @Test func `has a line for each event of all examples, once, however often it reads`() async throws {
    try await withApplication(recorder: recorder) { app in
      var journal = Journal()
      for round in 1...3 {
        var example = try await app.createExample(foo: "bar")
        try await example.setFoo(to: "baz")
        try await journal.catchUp(with: log, pageSize: 1)
        try await journal.catchUp(with: log)
        #expect(journal.lines.count == 2 * round)
        #expect(journal.lines.last?.hasSuffix("has baz as its foo now") == true)
      }
      #expect(try await journal.position == recorder.newestPosition())
    }
  }

  @Test func `goes on where it was when it was stored`() async throws {
    try await withApplication(recorder: recorder) { app in
      var example = try await app.createExample(foo: "bar")
      var journal = Journal()
      try await journal.catchUp(with: log)
      journal = try JSONDecoder().decode(Journal.self, from: JSONEncoder().encode(journal))
      try await example.discard()
      try await journal.catchUp(with: log)
      #expect(journal.lines.map { $0.dropFirst(5) } == ["was created with bar", "was discarded"])
    }
  }

  @Test func `moves on over what is of others`() async throws {
    try await append("Invoice.sent", "{}")
    var journal = Journal()
    try await journal.catchUp(with: log)
    #expect(journal.lines.isEmpty)
    #expect(journal.position.id == 1)
  }

  @Test func `stops before an event that it does not know`() async throws {
    try await append("Example.created", #"{"foo":"bar"}"#)
    try await append("Example.renamed", "{}")
    var journal = Journal()
    let error = await #expect(throws: UnreadableItem.self) { try await journal.catchUp(with: log) }
    #expect(error?.topic == "Example.renamed")
    #expect(journal.lines.count == 1 && journal.position.id == 1)
  }

  @Test func `refuses a log that is not the one it has read`() async throws {
    try await append("Example.created", #"{"foo":"bar"}"#)
    var journal = Journal()
    try await journal.catchUp(with: log)
    try await recorder.beginEpoch()
    await #expect(throws: LogReplaced.self) { try await journal.catchUp(with: log) }
  }

  @Test func `follows what happens while it reads`() async throws {
    try await withApplication(recorder: recorder) { app in
      var example = try await app.createExample(foo: "bar0")
      var journal = Journal()
      try await journal.follow(log) { journal in
        guard journal.lines.count < 10 else { return false }
        try await example.setFoo(to: "bar\(journal.lines.count)")
        return true
      }
      #expect(journal.lines.count == 10)
      #expect(try await journal.position == recorder.newestPosition())
    }
  }
}
