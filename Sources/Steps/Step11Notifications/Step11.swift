public import EventSourcing
private import Foundation
import Step2Entity
import Step5Application
public import Story

/// All that happens is in one order, and who reads it keeps how far he has come.
public enum Step11 {
  /// Lets a journal follow an application, and shows the log in sections and a long list in arrays.
  public static func tell(_ story: Story, recorder: any Recorder) async throws {
    story.title(11, "What happens is followed, in one order, from where one has come to")
    let log = LocalNotificationLog(recorder, sectionSize: 3)
    // Other stories may stand before this one.
    let start = try await log.newestPosition()
    try await withApplication(recorder: recorder, clock: story.clock, ids: story.ids) { app in
      var one = try await app.createExample(foo: "bar1")
      var two = try await app.createExample(foo: "bar2")
      try await one.setFoo(to: "bar3", at: app.clock.now())
      try await two.setFoo(to: "bar4", at: app.clock.now())
      try await one.discard(at: app.clock.now())
      try await tellOfOrder(story, log, start)
      let journal = try await tellOfJournal(story, log, start)
      try await tellOfFollowing(story, log, start, journal, app, &two)
      try await tellOfFilter(story, log, start)
      try await tellOfSections(story, log, start)
    }
    try await tellOfBigArray(story, recorder)
  }

  private static func tellOfOrder(
    _ story: Story, _ log: LocalNotificationLog, _ start: LogPosition
  ) async throws {
    story.part("Two examples were created and changed, and one was discarded. In the log all of it is in one order:")
    var reader = NotificationReader(log, after: start)
    story.table(
      ["number", "sequence", "position", "topic"],
      try await reader.read().map { notification in
        let item = notification.item
        return ["\(notification.id - start.id)", item.sequenceID.short, "\(item.position)", item.topic]
      })
  }

  /// - Returns: The journal, which has all that has happened.
  private static func tellOfJournal(
    _ story: Story, _ log: LocalNotificationLog, _ start: LogPosition
  ) async throws -> Journal {
    story.part("A journal reads a page of two, takes it down, and is stored with its position, as JSON:")
    var journal = Journal(after: start)
    var reader = NotificationReader(log, after: journal.position, filter: Journal.filter, pageSize: 2)
    if let page = try await reader.nextPage() {
      for notification in page.notifications {
        try journal.take(notification, position: page.position(after: notification))
      }
    }
    let kept = try JSONEncoder().encode(journal)
    show(journal, story, since: start)

    story.part("The program ends. Another one reads the journal, and goes on behind what it has:")
    var next = try JSONDecoder().decode(Journal.self, from: kept)
    try await next.catchUp(with: log)
    show(next, story, since: start)

    story.part("It reads once more. There is nothing new, and nothing comes twice:")
    try await next.catchUp(with: log)
    show(next, story, since: start, lines: false)
    return next
  }

  private static func tellOfFollowing(
    _ story: Story, _ log: LocalNotificationLog, _ start: LogPosition, _ journal: Journal,
    _ app: ExampleApplication, _ example: inout Example
  ) async throws {
    story.part("Now it follows. Each time when it has caught up, the example is changed once more, up to bar6:")
    var journal = journal
    var known = journal.lines.count
    var values = ["bar5", "bar6"]
    try await journal.follow(log) { journal in
      for line in journal.lines[known...] { story.say("…\(line)") }
      known = journal.lines.count
      story.say("caught up at \(journal.position.id - start.id)")
      guard !values.isEmpty else { return false }
      try await example.setFoo(to: values.removeFirst(), at: app.clock.now())
      return true
    }
  }

  private static func tellOfFilter(
    _ story: Story, _ log: LocalNotificationLog, _ start: LogPosition
  ) async throws {
    story.part("Who wants only a part asks for it. The position moves over the rest all the same:")
    var reader = NotificationReader(log, after: start, filter: .storedNames(["Invoice"]))
    story.say("of invoices: \(try await reader.read().count), read up to \(reader.position.id - start.id)")
    reader = NotificationReader(log, after: start, filter: Journal.filter)
    story.say("of examples: \(try await reader.read().count), read up to \(reader.position.id - start.id)")
  }

  private static func tellOfSections(
    _ story: Story, _ log: LocalNotificationLog, _ start: LogPosition
  ) async throws {
    func told(_ id: String?) throws -> String {
      guard let id else { return "" }
      let section = try SectionID(id)
      return "\(section.first - start.id),\(section.last - start.id)"
    }
    story.part("From afar a log is read in sections. Here they have three items at most, and lead to the next:")
    var rows: [[String]] = []
    var next: String? = SectionID(first: start.id + 1, last: start.id + 3).text
    while let id = next {
      let section = try await log.section(id)
      rows.append([try told(id), try told(section.id), "\(section.items.count)", try told(section.nextID)])
      next = section.nextID
    }
    story.table(["asked for", "is", "items", "next"], rows)
    story.say("before the newest three: \(try told(try await log.section(SectionID.current).previousID))")
  }

  private static func tellOfBigArray(_ story: Story, _ recorder: any Recorder) async throws {
    story.part("A big array is a sequence in arrays of a fixed size, here of 3. A position is assigned once:")
    let array = BigArray<String>(id: story.ids.next(), in: recorder, arraySize: 3)
    for word in ["to", "be", "or", "not"] { try await array.append(word) }
    try await array.assign("be", to: 5)
    let values = try await array.values(in: 0..<array.capacity)
    story.table(
      ["position", "value"], values.enumerated().map { ["\($0.offset)", $0.element ?? "(none)"] })
    do {
      try await array.assign("question", to: 1)
    } catch {
      story.refused(error)
    }
    story.say("the next one is appended at \(try await array.append("that"))")
  }

  private static func show(_ journal: Journal, _ story: Story, since start: LogPosition, lines: Bool = true) {
    if lines { for line in journal.lines { story.say("…\(line)") } }
    story.say("position: \(journal.position.id - start.id), lines: \(journal.lines.count)")
  }
}
