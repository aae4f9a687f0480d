import EventSourcing
package import EventSourcingSystems
package import Foundation

/// What is stored of one sequence, but for times and what is known about the events, which differ from run to run.
package struct StoredStream: Hashable, Sendable {
  package struct Item: Hashable, Sendable {
    package let position: Int
    package let topic: String
    package let data: Data
  }

  package let application: String
  package let sequenceID: UUID
  package let items: [Item]
}

extension HostedApplication {
  /// The streams of all aggregates of the application, in the order of their ids, without those of the library's own.
  package func streams() async throws -> [StoredStream] {
    var streams: [StoredStream] = []
    var last: UUID?
    while true {
      let ids = try await recorder.sequenceIDs(after: last, limit: 100)
      for id in ids {
        let items = try await recorder.items(of: id)
        guard let first = items.first, application.catalog.knows(first) else { continue }
        streams.append(
          StoredStream(
            application: application.name, sequenceID: id,
            items: items.map { .init(position: $0.position, topic: $0.topic, data: $0.data) }))
      }
      guard let next = ids.last else { return streams }
      last = next
    }
  }
}
