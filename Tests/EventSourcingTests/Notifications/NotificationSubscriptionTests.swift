import EventSourcing
import Foundation
import LogSupport
import ProcessSupport
import Testing

@Suite("A subscription", .timeLimit(.minutes(1)))
struct NotificationSubscriptionTests {
  private let recorder = InMemoryRecorder()
  private let id = IDGenerator.counting().next()
  private var log: LocalNotificationLog { LocalNotificationLog(recorder) }

  private func append(_ positions: Range<Int>) async throws {
    try await recorder.append(positions.map { .sample(id, at: $0, topic: $0 % 2 == 0 ? "Even.x" : "Odd.x") })
  }

  @Test func `hands out what there is, then what comes, and says each time when it has caught up`() async throws {
    try await append(0..<5)
    var elements = NotificationSubscription(log, pageSize: 2).makeAsyncIterator()
    #expect(try await elements.short(6) == ["1", "2", "3", "4", "5", "up to 5"])
    try await append(5..<7)
    #expect(try await elements.short(3) == ["6", "7", "up to 7"])
    async let later = recorder.append([.sample(id, at: 7)])
    #expect(try await elements.short(2) == ["8", "up to 8"])
    _ = try await later
  }

  @Test func `says that it has caught up with an empty log, too`() async throws {
    var elements = NotificationSubscription(log).makeAsyncIterator()
    #expect(try await elements.short(1) == ["up to 0"])
  }

  @Test func `gives with each notification the position after it`() async throws {
    try await append(0..<3)
    var positions: [LogPosition] = []
    for try await element in NotificationSubscription(log) {
      guard case .notification(_, let position) = element else { break }
      positions.append(position)
    }
    for (index, position) in positions.enumerated() {
      var rest = NotificationReader(log, after: position)
      #expect(try await rest.read().map(\.id) == Array((index + 2)..<4))
    }
    #expect(try await positions.last == recorder.newestPosition())
  }

  @Test func `moves over what is not wanted`() async throws {
    try await append(0..<5)
    var elements = NotificationSubscription(log, filter: .storedNames(["Odd"]), pageSize: 1).makeAsyncIterator()
    #expect(try await elements.short(3) == ["2", "4", "up to 5"])
    try await append(5..<7)
    #expect(try await elements.short(2) == ["6", "up to 7"])
  }

  @Test func `reads no more than the next page while nobody takes what it has`() async throws {
    try await append(0..<100)
    let counted = FlakyLog(log)
    var elements = NotificationSubscription(counted, pageSize: 10).makeAsyncIterator()
    #expect(try await elements.short(1) == ["1"])
    try await append(100..<1_000)
    for _ in 0..<1_000 { await Task.yield() }
    #expect(counted.queries.count <= 2)
    #expect(try await elements.short(999) == (2...1_000).map(String.init))
  }

  @Test func `waits where it was told to begin behind the end`() async throws {
    try await append(0..<2)
    var elements = NotificationSubscription(log, after: 4).makeAsyncIterator()
    #expect(try await elements.short(1) == ["up to 4"])
    try await append(2..<4)
    async let later = recorder.append([.sample(id, at: 4)])
    #expect(try await elements.short(2) == ["5", "up to 5"])
    _ = try await later
  }

  @Test func `ends when the log is another one by now`() async throws {
    try await append(0..<2)
    var elements = NotificationSubscription(log).makeAsyncIterator()
    _ = try await elements.short(3)
    try await recorder.beginEpoch()
    await #expect(throws: LogReplaced.self) { try await elements.next() }
    var anew = NotificationSubscription(
      LocalNotificationLog(InMemoryRecorder()), after: try await recorder.newestPosition()
    )
    .makeAsyncIterator()
    await #expect(throws: LogReplaced.self) { try await anew.next() }
  }

  @Test func `hands out once what its own process records while it reads`() async throws {
    var elements = NotificationSubscription(log, pageSize: 3).makeAsyncIterator()
    var seen: [Int] = []
    var written = 0
    while seen.count < 40 {
      if written < 40 {
        try await append(written..<(written + 2))
        written += 2
      }
      if case .notification(let notification, _)? = try await elements.next() { seen.append(notification.id) }
    }
    #expect(seen == Array(1...40))
  }

  @Test func `begins anew with each iterator`() async throws {
    try await append(0..<2)
    let subscription = NotificationSubscription(log)
    for _ in 0..<2 {
      var elements = subscription.makeAsyncIterator()
      #expect(try await elements.short(3) == ["1", "2", "up to 2"])
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `hands out each once and in order while others write and delete`(seed: UInt64) async throws {
    let history = try await RandomHistory(seed: seed)
    let recorder = history.recorder
    let subscription = NotificationSubscription(LocalNotificationLog(recorder), pageSize: Int(seed % 6) + 1)
    let reading = Task {
      var ids: [Int] = []
      for try await case .notification(let notification, _) in subscription {
        if notification.item.topic == "End.x" { break }
        ids.append(notification.id)
      }
      return ids
    }
    let written = try await withThrowingTaskGroup(of: [Int].self) { group in
      for writer in 0..<4 as Range<UInt64> {
        group.addTask {
          var random = SeededGenerator(seed: seed &* 4 &+ writer)
          var ids: [Int] = []
          for _ in 0..<30 {
            let id = UUID()
            ids += try await recorder.append((0..<Int.random(in: 1...5, using: &random)).map { .sample(id, at: $0) })
            if Int.random(in: 0..<4, using: &random) == 0 { await Task.yield() }
          }
          return ids
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    try await recorder.append([.sample(UUID(), at: 0, topic: "End.x")])
    #expect(try await reading.value == history.ids + written.sorted())
  }
}

extension NotificationSubscription.Iterator {
  /// The next elements: the id of a notification, or up to where all was handed out.
  mutating func short(_ count: Int) async throws -> [String] {
    var found: [String] = []
    while found.count < count, let element = try await next() {
      switch element {
      case .notification(let notification, let position):
        #expect(position.id == notification.id)
        found.append("\(notification.id)")
      case .caughtUp(let position): found.append("up to \(position.id)")
      }
    }
    return found
  }
}
