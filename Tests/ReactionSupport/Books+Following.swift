package import EventSourcing
package import EventSourcingSystems
import Foundation

extension ProcessApplication {
  /// Those who do the work of the books: one follows the shop, and one watches deadlines.
  package func workers(in recorder: any Recorder, following shop: any Recorder) throws -> [any Worker] {
    let host = HostedApplication(self, in: recorder)
    return [Follower(host, of: try .shop(shop)), DeadlineWorker(host)]
  }
}

extension Upstream {
  package static func shop(_ recorder: any Recorder) throws -> Upstream {
    try Upstream("shop", catalog: .ofShop(), log: LocalNotificationLog(recorder))
  }
}

/// Has workers do all that there is to do now.
package func settle(_ workers: [any Worker]) async throws {
  var idle = 0
  while idle < workers.count {
    for worker in workers {
      switch try await worker.step() {
      case .dealt, .moved: idle = 0
      case .nothing, .waitsForOthers: idle += 1
      }
    }
  }
}

/// An item without what differs from run to run: its time, its metadata and its notification id.
package struct Written: Hashable, Sendable, CustomStringConvertible {
  package let position: Int
  package let topic: String
  package let data: String

  package var description: String { "\(position) \(topic) \(data)" }
}

extension Recorder {
  /// The streams of all aggregates, without those in which it is kept what is parked.
  package func streams() async throws -> [String: [Written]] {
    var streams: [String: [Written]] = [:]
    for notification in try await notifications(after: 0, limit: .max) {
      let item = notification.item
      guard !item.topic.hasPrefix("Park") else { continue }
      streams[item.sequenceID.uuidString, default: []].append(
        Written(position: item.position, topic: item.topic, data: String(decoding: item.data, as: UTF8.self)))
    }
    return streams
  }
}
