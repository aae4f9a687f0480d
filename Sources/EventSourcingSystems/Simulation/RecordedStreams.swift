package import EventSourcing
public import Foundation

/// What is recorded in each application of a system, without times, metadata and notification ids, and without what
/// the library notes for itself: what does not hang on who has run it.
public struct RecordedStreams: Hashable, Sendable {
  /// An event as it is stored.
  public struct Event: Hashable, Sendable {
    public let position: Int
    public let topic: String
    public let data: Data

    /// Topics are compared byte for byte.
    public static func == (left: Event, right: Event) -> Bool {
      left.position == right.position && ExactText(left.topic) == ExactText(right.topic) && left.data == right.data
    }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(position)
      hasher.combine(ExactText(topic))
      hasher.combine(data)
    }
  }

  /// The sequences of each application, by its name, in the order of positions.
  public private(set) var applications: [String: [UUID: [Event]]] = [:]

  /// How many events there are.
  public var count: Int { applications.values.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.count } } }

  /// Reads what some recorders hold.
  ///
  /// - Parameters:
  ///   - system: The applications, whose own kinds of events are read, and their deadlines.
  ///   - recorders: The recorder of each application, by its name.
  /// - Throws: `RecorderError`.
  package init(of system: System, in recorders: [String: any Recorder]) async throws {
    for application in system.applications {
      guard let recorder = recorders[application.name] else { continue }
      let names = application.catalog.storedNames + [Deadline.Event.storedName]
      var sequences: [UUID: [Event]] = [:]
      var query = NotificationQuery(after: .beginning, limit: 1_000, filter: .storedNames(names))
      while true {
        let page = try await recorder.page(query)
        for item in page.notifications.map(\.item) {
          sequences[item.sequenceID, default: []]
            .append(Event(position: item.position, topic: item.topic, data: item.data))
        }
        if page.isAtEnd { break }
        query.after = page.readUpTo
      }
      applications[application.name] = sequences.mapValues { $0.sorted { $0.position < $1.position } }
    }
  }

  /// Where it first differs from what is expected, for a person; `nil` if it does not.
  package func difference(from expected: RecordedStreams) -> String? {
    for name in Set(applications.keys).union(expected.applications.keys).sorted() {
      let (found, wanted) = (applications[name, default: [:]], expected.applications[name, default: [:]])
      for id in Set(found.keys).union(wanted.keys).sorted() {
        if let text = Self.difference(of: found[id, default: []], from: wanted[id, default: []]) {
          return "Sequence \(id) of “\(name)”: \(text)"
        }
      }
    }
    return nil
  }

  private static func difference(of found: [Event], from expected: [Event]) -> String? {
    let same = zip(found, expected).prefix { $0 == $1 }.count
    guard same < max(found.count, expected.count) else { return nil }
    func text(_ events: [Event]) -> String {
      guard same < events.count else { return "nothing" }
      return "\(events[same].topic) \(String(decoding: events[same].data, as: UTF8.self))"
    }
    return "at position \(same) there is \(text(found)), and with one thread there is \(text(expected))."
  }
}
