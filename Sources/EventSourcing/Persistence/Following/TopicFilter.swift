/// Which items of a notification sequence a reader wants, by their topics; names are compared byte for byte.
public enum TopicFilter: Hashable, Sendable {
  /// All of them.
  case all

  /// Those of just these topics: a new case, or a new version of an old one, is passed over.
  case topics([String])

  /// Those of payloads with these stored names, whatever the case and its version: what a follower should ask for, so
  /// that it sees what it does not know.
  case storedNames([String])

  /// Those of some cases of a payload, in all their stored versions that are known.
  public static func cases<Payload: EventPayload>(
    _ cases: Set<Payload.CodingKeys>, of payload: Payload.Type
  ) -> TopicFilter {
    let catalog = TopicCatalog<Payload>()
    // In the order of the code, so that equal filters are equal.
    return .topics(Payload.CodingKeys.allCases.filter(cases.contains).flatMap(catalog.topics(of:)))
  }

  /// Whether an item of this topic is wanted.
  public func matches(_ topic: String) -> Bool {
    switch self {
    case .all: true
    case .topics(let topics): topics.contains { $0.utf8.elementsEqual(topic.utf8) }
    case .storedNames(let names): names.contains { topic.utf8.starts(with: "\($0).".utf8) }
    }
  }
}
