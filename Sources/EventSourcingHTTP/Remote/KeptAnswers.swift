import Foundation
import Synchronization

/// The newest answers of a far server, each with its tag: it is asked whether one is still good, and need not send it
/// again.
final class KeptAnswers: Sendable {
  struct Answer {
    let tag: String
    let body: Data
  }

  private let most: Int
  private let mostBytes: Int
  private let answers = Mutex<[(url: URL, answer: Answer)]>([])

  init(most: Int = 16, mostBytes: Int = 4_000_000) {
    self.most = most
    self.mostBytes = mostBytes
  }

  subscript(url: URL) -> Answer? {
    answers.withLock { answers in answers.last { $0.url == url }?.answer }
  }

  /// Keeps an answer in place of the one before it, and lets go of the oldest where there is no room.
  func keep(_ answer: Answer?, of url: URL) {
    answers.withLock { answers in
      answers.removeAll { $0.url == url }
      guard let answer, answer.body.count <= mostBytes else { return }
      answers.append((url, answer))
      while answers.count > most || answers.reduce(0, { $0 + $1.answer.body.count }) > mostBytes {
        answers.removeFirst()
      }
    }
  }
}
