import EventSourcing
import EventSourcingHTTP
import Foundation
import HTTPSupport

/// Shows a log of its own over HTTP, or follows that of another, for programs in other languages to be tried with.
@main
enum Run {
  private static let usage = "usage: http-worker serve TOKEN | follow ADDRESS TOKEN COUNT"

  static func main() async {
    let words = Array(CommandLine.arguments.dropFirst())
    do {
      switch (words.first, words.count) {
      case ("serve", 2): try await serve(token: AccessToken(words[1]))
      case ("follow", 4): try await follow(words[1], token: AccessToken(words[2]), count: Int(words[3]) ?? 0)
      default: say(usage)
      }
    } catch {
      say("\(error)")
      exit(1)
    }
  }

  /// Says its address; then, for each line of input, appends so many deposits of a new account and says what was
  /// recorded.
  private static func serve(token: AccessToken) async throws {
    let recorder = InMemoryRecorder()
    let store = EventStore(of: Account.Event.self, in: recorder)
    let service = NotificationLogService(
      LocalNotificationLog(recorder), options: NotificationLogServiceOptions(token: token))
    try await withServer(service) { url in
      say(url.absoluteString)
      var accounts: UInt8 = 0
      for await line in lines() {
        accounts += 1
        let before = try await recorder.newestPosition().id
        try await store.append(Account.history(of: accounts, deposits: Int(line) ?? 0))
        for notification in try await recorder.notifications(after: before, limit: .max) { say(notification.line) }
        say("")
      }
    }
  }

  /// Says so many notifications of a log that only has sections, as they come.
  private static func follow(_ address: String, token: AccessToken, count: Int) async throws {
    let options = RemoteLogOptions(token: token, form: .sections)
    var left = count
    for try await element in NotificationSubscription(try RemoteNotificationLog(address, options: options)) {
      switch element {
      case .notification(let notification, _):
        say(notification.line)
        left -= 1
        if left == 0 { return }
      case .caughtUp(let position): say("caught up \(position.id)")
      }
    }
  }

  /// The lines of the standard input; a thread of its own waits for them.
  private static func lines() -> AsyncStream<String> {
    AsyncStream { continuation in
      Thread.detachNewThread {
        while let line = readLine() { continuation.yield(line) }
        continuation.finish()
      }
    }
  }

  private static func say(_ line: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data("\(line)\n".utf8))
  }
}

extension ItemNotification {
  /// All that other languages see of it, with spaces between.
  fileprivate var line: String {
    "\(id) \(item.sequenceID.uuidString.lowercased()) \(item.position) \(item.topic) \(item.data.base64EncodedString())"
  }
}
