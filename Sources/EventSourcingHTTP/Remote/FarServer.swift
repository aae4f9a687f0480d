import EventSourcing
import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Asks a far server, and asks again where that may help.
final class FarServer: Sendable {
  private let options: RemoteLogOptions
  private let session: URLSession
  private let exchanges = Exchanges()
  private let kept = KeptAnswers()

  init(_ options: RemoteLogOptions) {
    self.options = options
    let configuration = URLSessionConfiguration.ephemeral
    // What is kept is kept here, so that it is never used without asking.
    configuration.urlCache = nil
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    configuration.httpCookieStorage = nil
    configuration.httpShouldSetCookies = false
    configuration.urlCredentialStorage = nil
    session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: exchanges.queue)
  }

  deinit {
    session.finishTasksAndInvalidate()
  }

  /// The JSON under an address.
  ///
  /// What fails in passing is tried again after pauses that grow, for as long as the options allow.
  ///
  /// - Parameters:
  ///   - type: What JSON it is.
  ///   - url: The address.
  ///   - position: How far the reader has come, if the request says so.
  ///   - wait: How long the far server is asked to wait.
  ///   - read: What makes a value of it, if it can be one.
  /// - Throws: `LogReplaced`, `RemoteLogError`, `CancellationError`.
  func get<Value: Decodable, Result>(
    _ type: Value.Type, _ url: URL, after position: LogPosition? = nil, waiting wait: Duration = .zero,
    read: (Value) throws(UnreadableAnswer) -> Result
  ) async throws -> Result {
    var pauses = GrowingPauses(first: .milliseconds(200))
    var end: ContinuousClock.Instant?
    while true {
      do {
        let body = try await body(of: url, waiting: wait)
        return try read(LogJSON.value(type, from: body))
      } catch let error as RemoteLogError where error.passes {
        let giveUp = end ?? .now + options.patience.sleepable
        end = giveUp
        let pause = max(pauses.next(), error.earliest ?? .zero)
        guard .now + pause < giveUp else { throw error }
        try await Task.sleep(for: pause)
      } catch let error as FarLogReplaced {
        guard let position else { throw error.asRefusal }
        throw LogReplaced(position: position, reason: error.reason)
      } catch let error as UnreadableAnswer {
        throw RemoteLogError(.unreadable, "The answer of \(url.place) is not that of a notification log: \(error.why).")
      }
    }
  }

  private func body(of url: URL, waiting wait: Duration) async throws -> Data {
    let known = kept[url]
    let answer: Exchanges.Answer
    do {
      answer = try await exchanges.answer(
        to: session.dataTask(with: request(url, known, waiting: wait)), largest: max(options.largestAnswer, 0),
        atMost: limit(waiting: wait))
    } catch {
      throw RemoteLogError.meaning(of: error, at: url)
    }
    if answer.response.statusCode == 304, let known { return known.body }
    try answer.check(at: url)
    kept.keep(
      answer.response.value(forHTTPHeaderField: "ETag").map { KeptAnswers.Answer(tag: $0, body: answer.body) },
      of: url)
    return answer.body
  }

  private func request(_ url: URL, _ known: KeptAnswers.Answer?, waiting wait: Duration) -> URLRequest {
    var request = URLRequest(url: url)
    // Foundation's own limit counts from byte to byte; it is only there in case ours is never reached.
    request.timeoutInterval = limit(waiting: wait) / .seconds(1) + 5
    request.setValue("application/json", forHTTPHeaderField: "Accept")
    if let known { request.setValue(known.tag, forHTTPHeaderField: "If-None-Match") }
    if let token = options.token { request.setValue(token.header, forHTTPHeaderField: "Authorization") }
    return request
  }

  private func limit(waiting wait: Duration) -> Duration {
    (options.timeout.sleepable + wait.sleepable).sleepable
  }
}

/// The far log is another one than its reader has read.
struct FarLogReplaced: Error {
  let reason: LogReplaced.Reason

  /// What it is to who has read nothing yet.
  let asRefusal: RemoteLogError
}
