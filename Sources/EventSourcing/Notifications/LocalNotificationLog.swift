/// The notification log of an application that runs here: what its recorder holds, in pages and in sections.
public struct LocalNotificationLog: NotificationLog {
  /// Where the items are.
  public let recorder: any Recorder

  /// The largest number of notifications in a section, at least 1.
  public let sectionSize: Int

  public init(_ recorder: any Recorder, sectionSize: Int = 10) {
    self.recorder = recorder
    self.sectionSize = max(sectionSize, 1)
  }

  public func page(_ query: NotificationQuery) async throws -> NotificationPage {
    try await recorder.page(query)
  }

  public func newestPosition() async throws -> LogPosition {
    try await recorder.newestPosition()
  }

  public func waitForNotification(after position: LogPosition, atMost duration: Duration) async throws -> Bool {
    try await recorder.waitForNotification(after: position, atMost: duration)
  }
}
