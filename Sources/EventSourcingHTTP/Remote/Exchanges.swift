import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The requests that are under way, and what has come of their answers: the delegate of a `URLSession`.
///
/// An answer is bounded in its size and its time. Nothing is followed to another address, and no user and password are
/// given.
final class Exchanges: NSObject, URLSessionDataDelegate, Sendable {
  /// An answer as it came.
  struct Answer {
    let response: HTTPURLResponse
    var body = Data()
  }

  /// Why there is none.
  enum Failure: Error {
    case tooLarge
    case tooLate
    case noHTTP
  }

  private struct Exchange {
    let continuation: CheckedContinuation<Answer, any Error>
    let largest: Int
    var answer: Answer?
  }

  private let underWay = Mutex<[Int: Exchange]>([:])

  /// Where the session tells its delegate, one after the other.
  let queue = OperationQueue()

  override init() {
    queue.maxConcurrentOperationCount = 1
  }

  /// Does a request.
  ///
  /// - Throws: `Failure`, `CancellationError`, `URLError`.
  func answer(to task: URLSessionDataTask, largest: Int, atMost duration: Duration) async throws -> Answer {
    let id = task.taskIdentifier
    let alarm = Mutex<Task<Void, Never>?>(nil)
    defer { alarm.withLock { $0?.cancel() } }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        underWay.withLock { $0[id] = Exchange(continuation: continuation, largest: largest) }
        task.resume()
        let timer = Task {
          guard (try? await Task.sleep(for: duration)) != nil else { return }
          self.give(up: task, Failure.tooLate)
        }
        alarm.withLock { $0 = timer }
        // The handler may have run before.
        if Task.isCancelled { give(up: task, CancellationError()) }
      }
    } onCancel: {
      give(up: task, CancellationError())
    }
  }

  private func give(up task: URLSessionTask, _ error: any Error) {
    underWay.withLock { $0.removeValue(forKey: task.taskIdentifier) }?.continuation.resume(throwing: error)
    // On Linux the process ends where a task is cancelled while it comes to its end, which it does in this queue.
    queue.addOperation { task.cancel() }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
    completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
  ) {
    let exchange = underWay.withLock { underWay in
      underWay[task.taskIdentifier]?.answer.flatMap { _ in underWay.removeValue(forKey: task.taskIdentifier) }
    }
    // Elsewhere the answer comes after this.
    guard let exchange, let answer = exchange.answer else { return completionHandler(.performDefaultHandling, nil) }
    // On Linux it has come, all of it, and nothing else would ever come of the task.
    exchange.continuation.resume(returning: answer)
    completionHandler(.cancelAuthenticationChallenge, nil)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    let failure = underWay.withLock { underWay -> Failure? in
      guard let largest = underWay[dataTask.taskIdentifier]?.largest else { return nil }
      guard let response = response as? HTTPURLResponse else { return .noHTTP }
      guard response.expectedContentLength <= Int64(largest) else { return .tooLarge }
      underWay[dataTask.taskIdentifier]?.answer = Answer(response: response)
      return nil
    }
    if let failure { give(up: dataTask, failure) }
    completionHandler(failure == nil ? .allow : .cancel)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let id = dataTask.taskIdentifier
    let isTooLarge = underWay.withLock { underWay in
      guard let largest = underWay[id]?.largest, let count = underWay[id]?.answer?.body.count else { return false }
      guard data.count <= largest - count else { return true }
      // In place, as no copy of the body is held here.
      underWay[id]?.answer?.body.append(data)
      return false
    }
    if isTooLarge { give(up: dataTask, Failure.tooLarge) }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    guard let exchange = underWay.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
    if let error { return exchange.continuation.resume(throwing: error) }
    // On Linux a redirection to nowhere is told by the task alone.
    guard let answer = exchange.answer ?? (task.response as? HTTPURLResponse).map({ Answer(response: $0) }) else {
      return exchange.continuation.resume(throwing: Failure.noHTTP)
    }
    exchange.continuation.resume(returning: answer)
  }
}
