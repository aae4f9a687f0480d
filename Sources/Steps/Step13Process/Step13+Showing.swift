import EventSourcing
import EventSourcingSystems
import Foundation
import Story

extension Step13.Scene {
  /// An application without anybody who reacts.
  func hosted(_ name: String) throws -> HostedApplication {
    guard let application = system.applications.first(where: { $0.name == name }), let recorder = recorders[name] else {
      throw UnknownApplication(name: name, known: system.applications.map(\.name))
    }
    return HostedApplication(application, in: recorder)
  }

  /// An instance of the system: all of them have the same recorders.
  func runner() async throws -> SingleThreadRunner {
    try await SingleThreadRunner(system) { name in try hosted(name).recorder }
  }

  /// How much each application has told so far.
  func told() async throws -> [String: Int] {
    var told: [String: Int] = [:]
    for (name, recorder) in recorders { told[name] = try await recorder.newestPosition().id }
    return told
  }

  /// Shows what the applications have recorded since some moment, and because of what.
  func showWhatHappened(since told: [String: Int]) async throws {
    var rows: [[String]] = []
    for application in system.applications {
      let hosted = try hosted(application.name)
      for notification in try await hosted.recorder.notifications(after: told[application.name] ?? 0, limit: .max) {
        let event = try Upstream(hosted).catalog.event(from: notification.item)
        rows.append([application.name, notification.item.topic, try await topic(of: event.metadata.cause)])
      }
    }
    story.table(["application", "what has happened", "because of"], rows)
  }

  private func topic(of cause: EventCause?) async throws -> String {
    guard let cause else { return "a request" }
    return try await hosted(cause.application).recorder.item(of: cause.sequence, at: cause.position)?.topic ?? "?"
  }

  /// Tells how far an application has noted that it has dealt with another one: what it had nothing to do about is noted
  /// seldom.
  func tellHowFar(_ application: HostedApplication, of upstream: String) async throws {
    let position = try await application.recorder.lastTracked(of: upstream)?.id ?? 0
    let number = position - (starts[upstream] ?? 0)
    story.say("\(application.application.name) has noted what it did about \(upstream) up to \(number)")
  }

  /// Shows what has become of orders.
  func show(_ orderIDs: [UUID]) async throws {
    let orders = try hosted("orders").repository(of: Order.self)
    for id in orderIDs { story.say("order \(id.short): \(try await orders[id].status)") }
  }

  func tellCounts() {
    story.say("the bank was asked \(bank.counts.calls) time, and has taken money \(bank.counts.taken) time")
  }
}
