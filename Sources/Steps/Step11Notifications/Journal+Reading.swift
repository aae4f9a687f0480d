public import EventSourcing

extension Journal {
  /// Takes down what there is now, after what it has already.
  ///
  /// - Throws: `LogReplaced`, `UnreadableItem`, what reading a page throws. What was taken down before stays.
  public mutating func catchUp(with log: any NotificationLog, pageSize: Int = 100) async throws {
    var reader = NotificationReader(log, after: position, filter: Self.filter, pageSize: pageSize)
    while let page = try await reader.nextPage() {
      for notification in page.notifications {
        try take(notification, position: page.position(after: notification))
      }
    }
    moveOn(to: reader.position)
  }

  /// Takes down what there is, and then what comes, until somebody has had enough.
  ///
  /// - Parameters:
  ///   - log: What is followed.
  ///   - goesOn: Is asked each time when all there is has been taken down.
  /// - Throws: `LogReplaced`, `UnreadableItem`, `CancellationError`; what a subscription throws; what the closure throws.
  public mutating func follow(
    _ log: any NotificationLog, while goesOn: (Journal) async throws -> Bool
  ) async throws {
    for try await element in NotificationSubscription(log, after: position, filter: Self.filter) {
      switch element {
      case .notification(let notification, let position):
        try take(notification, position: position)
      case .caughtUp(let position):
        moveOn(to: position)
        guard try await goesOn(self) else { return }
      }
    }
  }
}
