import EventSourcing
import Foundation

extension RecorderPromise {
  func numbersNotificationsInOrder(_ recorder: any Recorder) async throws {
    var ids: [Int] = []
    for position in 0..<5 {
      ids += try await recorder.append(Sample.items(Sample.id(1), [position]))
      _ = try? await recorder.append(Sample.items(Sample.id(1), [position]))
      ids += try await recorder.append(Sample.items(Sample.id(2), (position * 3)..<(position * 3 + 3)))
    }
    try expect(zip(ids, ids.dropFirst()).allSatisfy(<), "Ids go up: \(ids)")
    try expect((ids.first ?? 0) >= 1, "Ids start at 1 or above")
    let found = try await recorder.notifications(after: 0, limit: 100)
    try expect(found.map(\.id), equals: ids, "The sequence has the ids that were returned")
  }

  func pagesNotifications(_ recorder: any Recorder) async throws {
    let ids = try await recorder.append(Sample.items(Sample.id(1), 0..<10))
    try expect(ids.count, equals: 10, "One id for each item")
    try expect(try await page(recorder, 0, 4), equals: Array(ids[0..<4]), "The first page")
    try expect(try await page(recorder, ids[3], 4), equals: Array(ids[4..<8]), "The next page")
    try expect(try await page(recorder, ids[7], 4), equals: Array(ids[8..<10]), "The last page")
    try expect(try await page(recorder, ids[9], 4), equals: [], "No page after the last")
    try expect(try await page(recorder, .max, 4), equals: [], "No page after the largest number")
    try expect(try await page(recorder, -5, 2), equals: Array(ids[0..<2]), "Before the first is the first")
    try expect(try await page(recorder, .min, .max), equals: ids, "All")
    try expect(try await page(recorder, 0, 0), equals: [], "A page of nothing")
    try expect(try await page(recorder, 0, -1), equals: [], "A page of less than nothing")
  }

  func filtersNotificationsByTopic(_ recorder: any Recorder) async throws {
    let id = Sample.id(1)
    let topics = ["A", "B", "a", "A\"b", "B", "C", "A", "🦉"]
    let ids = try await recorder.append(topics.enumerated().map { Sample.item(id, $0.offset, topic: $0.element) })
    try expect(ids.count, equals: topics.count, "One id for each item")
    func chosen(_ topics: [String], after: Int = 0, limit: Int = 10) async throws -> [Int] {
      try await recorder.notifications(after: after, limit: limit, filter: .topics(topics)).map(\.id)
    }
    try expect(try await chosen(["A"]), equals: [ids[0], ids[6]], "One topic, in its own case")
    try expect(try await chosen(["B", "🦉"]), equals: [ids[1], ids[4], ids[7]], "Two topics")
    try expect(try await chosen(["A\"b", "unknown"]), equals: [ids[3]], "A topic with a quote")
    try expect(try await chosen(["A", "B"], after: ids[1], limit: 1), equals: [ids[4]], "A page of a topic")
    try expect(try await chosen([]), equals: [], "No topics, nothing")
    try expect(try await chosen(["A\u{0}"]), equals: [], "No topic has a NUL")
  }

  private func page(_ recorder: any Recorder, _ after: Int, _ limit: Int) async throws -> [Int] {
    try await recorder.notifications(after: after, limit: limit).map(\.id)
  }
}
