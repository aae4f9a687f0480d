import EventSourcing
import Foundation

extension RecorderPromise {
  func saysHowFarAPageHasRead(_ recorder: any Recorder) async throws {
    let rare = [3, 11, 17]
    let items = (0..<20).map { position in
      let topic = position == 17 ? "Rare.last" : rare.contains(position) ? "Rare.event" : "Common.event"
      return Sample.item(Sample.id(1), position, topic: topic)
    }
    let ids = try await recorder.append(items)
    try expect(ids.count, equals: items.count, "One id for each item")
    let log = try await recorder.newestPosition()
    let newest = LogPosition(id: ids[19], log: log.log, digest: ItemDigest(of: items[19]))
    try expect(log, equals: newest, "The newest position names the newest item")
    try expect(log.log != nil, "A log has an identity")
    func page(
      _ after: LogPosition, _ limit: Int, rows: Int, filter: TopicFilter = .storedNames(["Rare"])
    ) async throws -> NotificationPage {
      try await recorder.page(NotificationQuery(after: after, limit: limit, filter: filter, rows: rows))
    }
    // With the second of these, the first pages have nothing that is wanted, and the third has.
    for (filter, wanted) in [(TopicFilter.storedNames(["Rare"]), rare), (.topics(["Rare.last"]), [17])] {
      var (position, found, pages) = (LogPosition.beginning, [Int](), 0)
      while true {
        let page = try await page(position, 10, rows: 6, filter: filter)
        (position, pages) = (page.readUpTo, pages + 1)
        found += page.notifications.map(\.id)
        try expect(pages <= 4, "Each page goes on by as many rows as it may look at")
        let furthest = ids[min(6 * pages, ids.count) - 1]
        try expect(position.id <= furthest, "No page looks at more rows than it may: \(position.id) of \(furthest)")
        if page.isAtEnd { break }
      }
      try expect(found, equals: wanted.map { ids[$0] }, "Pages that move over what is not wanted miss nothing")
      try expect(position, equals: newest, "The last page has read up to the newest item")
    }
    for (filter, limit) in [(TopicFilter.all, 21), (.all, 20), (.storedNames(["Rare"]), 4)] {
      let whole = try await page(.beginning, limit, rows: 100, filter: filter)
      try expect(whole.readUpTo, equals: newest, "A page that reaches the end has read up to the newest item")
      try expect(whole.isAtEnd, "It knows that there is nothing behind it")
    }
    let full = try await page(.beginning, 2, rows: 100)
    try expect(full.notifications.map(\.id), equals: [ids[3], ids[11]], "A page ends where its limit is reached")
    try expect(full.readUpTo.id, equals: ids[11], "It has read no further than that")
    try expect(!full.isAtEnd, "It knows that there may be more")
    let none = try await page(newest, 10, rows: 10)
    let end = NotificationPage(notifications: [], readUpTo: newest, isAtEnd: true)
    try expect(none, equals: end, "After the newest there is nothing, and the position stays")
  }

  func filtersByStoredName(_ recorder: any Recorder) async throws {
    let topics = [
      "Order.placed", "Orders.placed", "Order.placed@2", "Order", "order.placed", "Order.\u{1F989}", "Order/x",
      "Order-x",
      "Cafe\u{301}.opened", "Caf\u{E9}.opened", "O'der\".x",
    ]
    let ids = try await recorder.append(topics.enumerated().map { Sample.item(Sample.id(1), $0, topic: $1) })
    try expect(ids.count, equals: topics.count, "One id for each item")
    func named(_ names: [String]) async throws -> [Int] {
      try await recorder.notifications(after: 0, limit: 100, filter: .storedNames(names)).map(\.id)
    }
    try expect(try await named(["Order"]), equals: [ids[0], ids[2], ids[5]], "All cases and versions of one name")
    try expect(try await named(["Orders", "O'der\""]), equals: [ids[1], ids[10]], "Two names")
    try expect(try await named(["Caf\u{E9}"]), equals: [ids[9]], "A composed letter is not a decomposed one")
    try expect(try await named(["Cafe\u{301}"]), equals: [ids[8]], "A decomposed letter is not a composed one")
    try expect(try await named([]), equals: [], "No names, nothing")
    try expect(try await named(["Order\u{0}", "%", "Or_er"]), equals: [], "No pattern is a name")
  }

  func comparesNamesByBytes(_ recorder: any Recorder) async throws {
    let (composed, decomposed) = ("Caf\u{E9}", "Cafe\u{301}")
    let items = [composed, decomposed].enumerated().map { Sample.item(Sample.id(1), $0, topic: $1) }
    let ids = try await recorder.append(items)
    for (id, topic) in zip(ids, [composed, decomposed]) {
      let found = try await recorder.notifications(after: 0, limit: 9, filter: .topics([topic])).map(\.id)
      try expect(found, equals: [id], "A topic is found by its own bytes")
    }
    for (upstream, to) in [(composed, 3), (decomposed, 4)] {
      try await recorder.append([], tracking: TrackingRecord(upstream: upstream, from: 0, to: LogPosition(id: to)))
    }
    try expect(try await recorder.lastTracked(of: composed)?.id, equals: 3, "One upstream has its own record")
    try expect(try await recorder.lastTracked(of: decomposed)?.id, equals: 4, "So has the other")
    try expect(try await recorder.lastTracked(of: "Orders\u{0}"), equals: nil, "No upstream has a NUL in its name")
    try await recorder.append([], tracking: TrackingRecord(upstream: "Quote's \" 🦉", from: 0, to: 2))
    try expect(try await recorder.lastTracked(of: "Quote's \" 🦉")?.id, equals: 2, "Any name will do")
  }

  func noticesAnotherLog(_ recorder: any Recorder) async throws {
    let items = Sample.items(Sample.id(1), 0...4)
    let ids = try await recorder.append(items)
    try expect(ids.count, equals: items.count, "One id for each item")
    let here = try await recorder.newestPosition()
    func read(after position: LogPosition) async throws -> [Int] {
      try await recorder.page(NotificationQuery(after: position, limit: 9)).notifications.map(\.id)
    }
    let middle = LogPosition(id: ids[2], log: here.log, digest: ItemDigest(of: items[2]))
    try expect(try await read(after: middle), equals: [ids[3], ids[4]], "The log that was read before is read on")
    let elsewhere = LogPosition(id: ids[2], log: Sample.id(77))
    let other = LogReplaced(position: elsewhere, reason: .otherIdentity(found: here.log ?? Sample.id(0)))
    try await expect("Another identity", throws: other) { try await read(after: elsewhere) }
    let swapped = LogPosition(id: ids[2], log: here.log, digest: ItemDigest(of: items[3]))
    try await expect("Another item", throws: LogReplaced(position: swapped, reason: .otherItem)) {
      try await read(after: swapped)
    }
    let ahead = LogPosition(id: ids[4] + 1_000_000, log: here.log)
    do {
      _ = try await read(after: ahead)
      throw PromiseBroken("A position that the log has not come to is noticed")
    } catch let error as LogReplaced {
      guard case .endsBefore = error.reason else { throw PromiseBroken("The log ends before, but “\(error)” was said") }
    }
    for replaced in [elsewhere, swapped, ahead] {
      do {
        _ = try await recorder.waitForNotification(after: replaced, atMost: .milliseconds(1))
        throw PromiseBroken("Who waits for something after \(replaced) is told that it is another log")
      } catch is LogReplaced {}
    }
    try expect(
      try await recorder.waitForNotification(after: middle, atMost: .zero), equals: true, "There is something after it")
    try expect(
      try await recorder.waitForNotification(after: here, atMost: .milliseconds(1)), equals: false,
      "There is nothing yet")
    let waiting = try await recorder.page(NotificationQuery(after: LogPosition(id: ahead.id), limit: 9))
    try expect(waiting.notifications, equals: [], "A mere number past the end waits")
    try expect(waiting.readUpTo.id, equals: ahead.id, "It does not go back")
  }

  func givesNotificationIDsOfASequence(_ recorder: any Recorder) async throws {
    let items = Sample.items(Sample.id(1), 0...3)
    var ids: [Int] = []
    for item in items {
      ids += try await recorder.append([item])
      try await recorder.append(Sample.items(Sample.id(2), [item.position]))
    }
    try expect(ids.count, equals: items.count, "One id for each item")
    let query = PositionQuery(atLeast: 1, limit: 2, order: .backwards)
    let found = try await recorder.notifications(of: Sample.id(1), where: query)
    try expect(
      found, equals: [ItemNotification(id: ids[3], item: items[3]), ItemNotification(id: ids[2], item: items[2])],
      "The items of a sequence with their notification ids")
    try expect(try await recorder.notifications(of: Sample.id(3), where: .all), equals: [], "None of an unknown one")
  }

  func keepsMetadata(_ recorder: any Recorder) async throws {
    let texts = [
      nil, "{}", #"{"user":"ada"}"#, #"{"a":"Quote's \" \n"}"#, "{\"n\":\"Cafe\u{301} Caf\u{E9} 🦉\"}", "", "no JSON",
    ]
    let items = texts.enumerated().map { position, text in
      SequencedItem(
        sequenceID: Sample.id(1), position: position, topic: "Sample.happened", data: Data("{}".utf8),
        timestamp: Timestamp(microseconds: 1), metadata: text)
    }
    try await recorder.append(items)
    let found = try await recorder.items(of: Sample.id(1))
    try expect(
      found.map { $0.metadata?.utf8.map(\.self) }, equals: texts.map { $0?.utf8.map(\.self) }, "Metadata, byte for byte"
    )
    let notified = try await recorder.notifications(after: 0, limit: 99)
    try expect(notified.map(\.item), equals: items, "Notifications carry it, too")
  }
}
