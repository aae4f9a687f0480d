import EventSourcing
import Foundation

extension RecorderPromise {
  /// A time that a loaded machine may well take, and that a recorder which waits for its time to pass exceeds.
  private static let soon = Duration.seconds(10)

  /// A time that half of several waits do not take, unless the recorder looks only now and then.
  private static let atOnce = Duration.milliseconds(500)

  func waitsForNotifications(_ recorders: [any Recorder]) async throws {
    let (reader, writer) = (recorders[0], recorders[recorders.count - 1])
    let clock = ContinuousClock()
    let waited = try await clock.measure {
      let isThere = try await reader.waitForNotification(after: 0, atMost: .milliseconds(50))
      try expect(!isThere, "In an empty log the time passes")
    }
    try expect(waited >= .milliseconds(50), "It does not give up before its time: \(waited)")
    let first = try await writer.append(Sample.items(Sample.id(1), 0...0)).max() ?? 0
    try expect(
      try await reader.waitForNotification(after: 0, atMost: Self.soon * 6), "What is there need not be waited for")
    let none = try await reader.waitForNotification(after: first, atMost: .zero)
    try expect(!none, "Nothing is after the newest, and no time is no time")

    async let waitingForLater = reader.waitForNotification(after: first + 100, atMost: .milliseconds(150))
    try await Task.sleep(for: .milliseconds(20))
    try await writer.append(Sample.items(Sample.id(2), 0...0))
    let isLaterThere = try await waitingForLater
    try expect(!isLaterThere, "Who waits for a later one is not told of an earlier one")

    var times: [Duration] = []
    for position in 1...5 {
      let newest = try await writer.newestPosition().id
      async let waiting = clock.measure {
        let isThere = try await reader.waitForNotification(after: newest, atMost: Self.soon * 6)
        try expect(isThere, "Who waits is told that there is something")
      }
      try await Task.sleep(for: .milliseconds(20))
      try await writer.append(Sample.items(Sample.id(1), [position]))
      let took = try await waiting
      try expect(took < Self.soon, "Who waits is told soon, not after \(took)")
      times.append(took)
    }
    try expect(times.sorted()[2] < Self.atOnce, "Most who wait are told at once, not after \(times)")
  }

  func endsWaiting(_ recorder: any Recorder) async throws {
    let cancelled = Task { try await recorder.waitForNotification(after: 0, atMost: Self.soon * 6) }
    try await Task.sleep(for: .milliseconds(20))
    let clock = ContinuousClock()
    let start = clock.now
    cancelled.cancel()
    let outcome = await cancelled.result
    try expect(clock.now - start < Self.soon, "Who is cancelled waits no longer")
    guard case .failure(let error) = outcome, error is CancellationError else {
      throw PromiseBroken("Who is cancelled while waiting is told so: \(outcome)")
    }
    let closed = Task { try await recorder.waitForNotification(after: 0, atMost: Self.soon * 6) }
    try await Task.sleep(for: .milliseconds(20))
    let closing = clock.now
    try await recorder.close()
    try await expect("Who waits while it is closed is told so", throws: RecorderError.closed) {
      try await closed.value
    }
    try expect(clock.now - closing < Self.soon, "Closing waits for nobody who waits")
  }
}
