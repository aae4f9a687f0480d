public import EventSourcing
public import Foundation

/// The notification log of an application elsewhere, over HTTP: read like the one that is here.
///
///     let log = try RemoteNotificationLog("https://orders.example.com/notifications", options: options)
///     let page = try await log.page(NotificationQuery(after: .beginning, limit: 100))
///
/// What fails in passing is tried again for as long as the options allow. Whatever fails, nothing is passed over.
///
/// On Linux, Foundation itself ends the process if a server closes the connection within the headers of an answer. A
/// reader of servers that may do so belongs in a process of its own, which is started again.
public struct RemoteNotificationLog: NotificationLog {
  let address: LogAddress
  let form: RemoteLogOptions.Form
  let server: FarServer

  /// So long the far server is asked to wait in one request: what stands between may not let it take longer.
  static var longestWait: Duration { .seconds(20) }

  /// - Parameters:
  ///   - url: The address under which the sections are, with `http` or `https`.
  ///   - options: How it is read.
  /// - Throws: `RemoteLogError.Code.invalidAddress`.
  public init(_ url: URL, options: RemoteLogOptions = .init()) throws(RemoteLogError) {
    address = try LogAddress(url)
    form = options.form
    server = FarServer(options)
  }

  /// - Throws: `RemoteLogError.Code.invalidAddress`.
  public init(_ address: String, options: RemoteLogOptions = .init()) throws(RemoteLogError) {
    guard let url = URL(string: address) else {
      throw RemoteLogError(.invalidAddress, "What was given cannot be the address of a far log.")
    }
    try self.init(url, options: options)
  }

  /// A page of the log, in order: what is settled, at once.
  ///
  /// - Throws: `LogReplaced`, `RemoteLogError`, `CancellationError`.
  public func page(_ query: NotificationQuery) async throws -> NotificationPage {
    switch form {
    case .pages: try await farPage(query)
    case .sections: try await pageOfSection(query)
    }
  }

  /// A section of the log, by its id; how many notifications are in one is the choice of the far log.
  ///
  /// - Throws: `InvalidSectionID`, `RemoteLogError`, `CancellationError`.
  public func section(_ id: String) async throws -> NotificationSection {
    let isCurrent = id.utf8.elementsEqual(SectionID.current.utf8)
    let first = isCurrent ? 1 : try SectionID(id).first
    return try await server.get(SectionJSON.self, address.url("/\(id)")) { json throws(UnreadableAnswer) in
      try json.section(from: first)
    }
  }

  /// The newest settled notification, with the identity of the log; 0 if there is none.
  ///
  /// Of a log that only has sections it is found in a few dozen requests at most.
  ///
  /// - Throws: `RemoteLogError`, `CancellationError`.
  public func newestPosition() async throws -> LogPosition {
    switch form {
    case .pages:
      try await server.get(LogPosition.self, address.url("/newest")) { position throws(UnreadableAnswer) in
        guard position.id >= 0 else { throw UnreadableAnswer(why: "\(position.id) is no position of a log") }
        return position
      }
    case .sections: try await newestOfSections()
    }
  }

  /// Waits until there is something settled after a position, or for a time, and sees to it that it is the same log.
  ///
  /// - Throws: `LogReplaced`, `RemoteLogError`, `CancellationError`.
  public func waitForNotification(after position: LogPosition, atMost duration: Duration) async throws -> Bool {
    let end = ContinuousClock.now + duration.sleepable
    var pauses = GrowingPauses(first: .milliseconds(50))
    while true {
      let asked = ContinuousClock.now
      let wait = min(max(end - asked, .zero), Self.longestWait)
      let query = NotificationQuery(after: position, limit: 1)
      let page =
        switch form {
        case .pages: try await farPage(query, waiting: wait)
        case .sections: try await pageOfSection(query)
        }
      guard page.notifications.isEmpty else { return true }
      let now = ContinuousClock.now
      guard now < end else { return false }
      // A far log that has not waited, as it cannot or does not want to, is not asked again without a pause.
      if now - asked < wait / 2 { try await Task.sleep(for: min(pauses.next(), end - now)) }
    }
  }
}
