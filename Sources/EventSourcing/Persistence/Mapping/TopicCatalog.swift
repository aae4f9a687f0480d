/// The topics that the events of one payload type are stored under, in all their versions.
///
/// A topic is the payload's stored name, a dot and the case's key, as in `Example.valueChanged`. From the second
/// stored version of a case on, an at sign and the version follow: `Example.valueChanged@2`.
///
/// Topics are looked up byte for byte, as databases do. But the keys of cases are told apart as Swift does, by their
/// characters, since that is how it codes enums: so no two may be equal to it.
struct TopicCatalog<Payload: EventPayload>: Sendable {
  /// What a topic stands for.
  struct Entry: Sendable {
    let key: Payload.CodingKeys

    let topic: String

    /// The steps from the topic's version to the newest.
    let upcasts: ArraySlice<Upcast>
  }

  private let entries: [String: Entry]
  private let current: [String: String]

  init() {
    var entries: [String: Entry] = [:]
    var current: [String: String] = [:]
    for key in Payload.CodingKeys.allCases {
      let upcasts = Payload.upcasts[key] ?? []
      precondition(!key.stringValue.contains("@"), "“@” cannot be part of the stored name \(key.stringValue)")
      for version in 1...(upcasts.count + 1) {
        let topic = Self.topic(key, version)
        precondition(
          entries[topic] == nil, "two keys of \(Payload.storedName) are the same name to Swift: \(key.stringValue)")
        entries[topic] = Entry(key: key, topic: topic, upcasts: upcasts[(version - 1)...])
        current[key.stringValue] = topic
      }
    }
    precondition(!Payload.storedName.contains("@"), "“@” cannot be part of the stored name \(Payload.storedName)")
    self.entries = entries
    self.current = current
  }

  /// The topic that a case is stored under now; `nil` if the payload has no such case.
  func topic(forCase name: String) -> String? {
    current[name]
  }

  /// All topics that a case is or was stored under, oldest version first.
  func topics(of key: Payload.CodingKeys) -> [String] {
    (1...((Payload.upcasts[key]?.count ?? 0) + 1)).map { Self.topic(key, $0) }
  }

  func entry(for topic: String) -> Entry? {
    // The table is Swift's, so it finds a topic that has the same characters in other bytes, too.
    guard let entry = entries[topic], entry.topic.utf8.elementsEqual(topic.utf8) else { return nil }
    return entry
  }

  /// The newest version of the case that this topic has a later version of; `nil` if it has no known case.
  func versionExceeded(by topic: String) -> Int? {
    guard let mark = topic.lastIndex(of: "@"),
      let version = Int(topic[topic.index(after: mark)...]),
      let entry = entry(for: String(topic[..<mark])),
      version > entry.upcasts.count + 1
    else { return nil }
    return entry.upcasts.count + 1
  }

  private static func topic(_ key: Payload.CodingKeys, _ version: Int) -> String {
    let name = "\(Payload.storedName).\(key.stringValue)"
    return version == 1 ? name : "\(name)@\(version)"
  }
}
