import EventSourcing
import Foundation

/// What a request asks for after the question mark.
struct QueryParameters {
  private var values: [(name: String, value: String)] = []

  /// - Parameters:
  ///   - query: As it came.
  ///   - names: Those that there are; another one is refused, since what it asks for would not be done.
  /// - Throws: `Refusal`.
  init(_ query: String, names: Set<String>) throws(Refusal) {
    for part in Substring(query).utf8.split(separator: UInt8(ascii: "&")) {
      let sides = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentCoding.decoded(sides[0], plusIsSpace: true),
        let value = sides.count < 2 ? "" : PercentCoding.decoded(sides[1], plusIsSpace: true)
      else { throw .badRequest("The query of the request is not percent-encoded UTF-8.") }
      guard names.contains(name) else {
        throw .badRequest("What can be asked for here is \(names.sorted().joined(separator: ", ")), and nothing else.")
      }
      guard !value.utf8.contains(0) else { throw .badRequest("“\(name)” has a NUL character.") }
      values.append((name, value))
    }
  }

  /// All values under a name that may be there more than once.
  func all(_ name: String) -> [String] {
    values.filter { $0.name == name }.map(\.value)
  }

  /// - Throws: `Refusal` if it is there more than once.
  func one(_ name: String) throws(Refusal) -> String? {
    let found = all(name)
    guard found.count < 2 else { throw .badRequest("“\(name)” is there more than once.") }
    return found.first
  }

  /// A whole number in decimal digits, from a smallest one up.
  ///
  /// - Throws: `Refusal`.
  func number(_ name: String, from smallest: Int = 0) throws(Refusal) -> Int? {
    guard let text = try one(name) else { return nil }
    guard text.utf8.allSatisfy({ 48...57 ~= $0 }), let number = Int(text), number >= smallest else {
      throw .badRequest("“\(name)” is not a number from \(smallest) up.")
    }
    return number
  }

  /// - Throws: `Refusal`.
  func flag(_ name: String) throws(Refusal) -> Bool? {
    switch try one(name) {
    case nil: nil
    // Python writes them so.
    case "true", "True", "1": true
    case "false", "False", "0": false
    default: throw .badRequest("“\(name)” is neither “true” nor “false”.")
    }
  }

  /// A time in seconds, as in `2` or `0.5`; none if it is not there.
  ///
  /// - Throws: `Refusal`.
  func seconds(_ name: String) throws(Refusal) -> Duration {
    guard let text = try one(name) else { return .zero }
    guard !text.isEmpty, text.utf8.allSatisfy({ 48...57 ~= $0 || $0 == 46 }), let seconds = Double(text),
      seconds.isFinite
    else { throw .badRequest("“\(name)” is not a number of seconds.") }
    return .milliseconds(Int(min(seconds, 1e9) * 1_000))
  }

  /// Which items are wanted, by `topics` or by `names`, each as often as there are; or by `filter=none`.
  ///
  /// - Throws: `Refusal`.
  func filter() throws(Refusal) -> TopicFilter {
    let topics = all("topics")
    let names = all("names")
    switch (try one("filter"), topics.isEmpty, names.isEmpty) {
    case (nil, true, true): return .all
    case (nil, false, true): return .topics(topics)
    case (nil, true, false): return .storedNames(names)
    case ("none", true, true): return .topics([])
    default:
      throw .badRequest("Ask by “topics”, or by “names”, or for nothing by “filter=none”, and only by one of them.")
    }
  }

  /// How far the reader has come, and in which log that was.
  ///
  /// - Throws: `Refusal`.
  func position() throws(Refusal) -> LogPosition {
    guard let id = try number("after") else { throw .badRequest("“after” is missing: how far the reader has come.") }
    var log: UUID?
    if let text = try one("log") {
      log = UUID(uuidString: text)
      guard log != nil else { throw .badRequest("“log” is not a UUID.") }
    }
    var digest: ItemDigest?
    if let text = try one("digest") {
      digest = Int(text).map(ItemDigest.init(rawValue:))
      guard digest != nil else { throw .badRequest("“digest” is not a number.") }
    }
    return LogPosition(id: id, log: log, digest: digest)
  }
}
