/// The stored name of a payload, and the beginning of all its topics.
package struct StoredKind: Sendable {
  package let storedName: String
  private let beginning: [UInt8]

  package init(_ storedName: String) {
    self.storedName = storedName
    beginning = Array("\(storedName).".utf8)
  }

  package func matches(_ topic: String) -> Bool { topic.utf8.starts(with: beginning) }
}
