/// What is known about an event beside what happened: its cause, its correlation, who did it; names and texts.
///
/// It is stored beside the event's data, never in it, and never changes what the event means: no mutator looks at it.
/// An event takes what is current where it is made:
///
///     try await EventMetadata.with(["user": "ada"]) { try await order.place() }
///
/// A cipher does not hide it, but sees to it that nobody changes it: keep secrets out.
public struct EventMetadata: Hashable, Sendable {
  /// What the events that are made now get.
  @TaskLocal public static var current = EventMetadata()

  /// Each name with its text.
  public private(set) var texts: [String: String]

  public init(_ texts: [String: String] = [:]) {
    self.texts = texts
  }

  public var isEmpty: Bool { texts.isEmpty }

  public subscript(name: String) -> String? {
    get { texts[name] }
    set { texts[name] = newValue }
  }

  /// The same, with what the other one has put over it.
  public func merging(_ other: EventMetadata) -> EventMetadata {
    if texts.isEmpty { return other }
    return other.texts.isEmpty ? self : EventMetadata(texts.merging(other.texts) { $1 })
  }

  /// Runs the body with more metadata than is current, for the events that are made in it.
  ///
  /// - Throws: What the body throws.
  public static func with<Result>(
    _ metadata: EventMetadata, _ body: () async throws -> Result
  ) async rethrows -> Result {
    try await $current.withValue(current.merging(metadata)) { try await body() }
  }
}

extension EventMetadata: ExpressibleByDictionaryLiteral {
  /// Of two texts for one name the later one holds.
  public init(dictionaryLiteral elements: (String, String)...) {
    self.init(Dictionary(elements) { $1 })
  }
}

extension EventMetadata {
  /// What ties together all that came of one request: handed on from each event to those that it causes.
  public var correlation: String? {
    get { self["correlation"] }
    set { self["correlation"] = newValue }
  }

  /// The event that led to this one; `nil` if there was none, or what is noted is no cause.
  public var cause: EventCause? {
    get { self["cause"].flatMap(EventCause.init) }
    set { self["cause"] = newValue?.description }
  }
}
