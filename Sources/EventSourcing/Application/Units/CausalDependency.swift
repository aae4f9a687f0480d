/// What must have been dealt with before an event, by whoever follows its log in several partitions.
package enum CausalDependency: Hashable, Sendable {
  /// All notifications of its own log up to this one: the newest of what was read to decide.
  case upTo(Int)

  /// All notifications before its own: it was decided on what the same unit of work had changed before, whose ids were
  /// not known yet.
  case allBefore
}

extension CausalDependency: LosslessStringConvertible {
  private static let textOfAll = "all"

  package init?(_ description: String) {
    if description == Self.textOfAll {
      self = .allBefore
    } else if let id = Int(description), id > 0 {
      self = .upTo(id)
    } else {
      return nil
    }
  }

  package var description: String {
    switch self {
    case .upTo(let id): String(id)
    case .allBefore: Self.textOfAll
    }
  }

  /// Up to which notification all must have been dealt with before the one of this id.
  package func newest(before id: Int) -> Int {
    switch self {
    case .upTo(let other): min(other, id - 1)
    case .allBefore: id - 1
    }
  }
}

extension EventMetadata {
  private static let nameOfDependency = "causal-dependency"

  /// What must have been dealt with before the event; `nil` if nothing of other sequences, or what is noted is none.
  package var dependency: CausalDependency? {
    get { self[Self.nameOfDependency].flatMap(CausalDependency.init) }
    set { self[Self.nameOfDependency] = newValue?.description }
  }

  /// Reads the dependency out of metadata as it is stored.
  package static func dependency(inStored text: String?) -> CausalDependency? {
    // Most events have none: their metadata is not decoded.
    guard let text, text.utf8.contains(nameOfDependency.utf8) else { return nil }
    return EventMetadata(storedText: text)?.dependency
  }
}

extension Collection where Element: Equatable {
  /// Whether elements stand in it one after the other.
  fileprivate func contains(_ other: some Collection<Element>) -> Bool {
    guard let first = other.first else { return true }
    var rest = self[...]
    while let start = rest.firstIndex(of: first) {
      rest = rest[start...]
      if rest.starts(with: other) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
