public import EventSourcing

/// Answers far readers of a notification log: a request, as a value, becomes an answer, as a value, in whatever server.
///
///     let service = NotificationLogService(LocalNotificationLog(recorder), at: "/notifications")
///     let answer = await service.answer(LogRequest(method: "GET", path: path, query: query, headers: headers))
///
/// Under its path there are:
///
/// - `/1,10` and `/current`: a section, in the JSON of the Python library `eventsourcing` 9.5.
/// - nothing more, with `start`, `limit`, `stop`, `topics`, `inclusive_of_start`: a list, in the JSON of its
///   `get_notifications`.
/// - `/page`, with `after`, `log`, `digest`, `limit`, `rows`: a page, which also says how far it was read.
/// - `/newest`: the position of the newest notification.
///
/// List and page take `topics` or `names` (stored names), each as often as needed, and `wait`: so many seconds they wait
/// for something if there is nothing.
public struct NotificationLogService: Sendable {
  let log: any NotificationLog
  let options: NotificationLogServiceOptions
  private let path: String

  /// - Parameters:
  ///   - log: What is read.
  ///   - path: Where it is, percent-encoded, as in `/notifications`.
  ///   - options: What readers may do.
  public init(
    _ log: any NotificationLog, at path: String = "/notifications", options: NotificationLogServiceOptions = .init()
  ) {
    self.log = log
    self.options = options
    var parts = path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    parts.insert("", at: 0)
    self.path = parts.joined(separator: "/")
  }

  /// The answer to a request, whatever it asks; what cannot be answered is told with the fitting status.
  public func answer(_ request: LogRequest) async -> LogAnswer {
    var answer: LogAnswer
    do {
      answer = try await found(request)
    } catch {
      let refusal = Refusal(error)
      if refusal.status >= 500 { options.report(error) }
      answer = .refused(refusal)
    }
    if request.method == "HEAD" { answer.body.removeAll() }
    return answer
  }

  private func found(_ request: LogRequest) async throws -> LogAnswer {
    if let token = options.token, !token.isShown(by: request.header("authorization")) { throw Refusal.notLetIn }
    guard request.path.utf8.starts(with: path.utf8),
      let name = PercentCoding.decoded(Substring(request.path).utf8.dropFirst(path.utf8.count))
    else { throw Refusal.unknownPath }
    guard name.isEmpty || name.utf8.first == UInt8(ascii: "/"), !name.utf8.dropFirst().contains(UInt8(ascii: "/"))
    else { throw Refusal.unknownPath }
    guard ["GET", "HEAD"].contains(request.method) else { throw Refusal.otherMethod }
    switch name {
    case "": return try .found(try await list(request.query), for: request)
    case "/page": return try .found(try await page(request.query), for: request)
    case "/newest":
      _ = try QueryParameters(request.query, names: [])
      return try .found(try await log.newestPosition(), for: request)
    default: return try .found(try await section(String(name.dropFirst()), request.query), for: request)
    }
  }
}
