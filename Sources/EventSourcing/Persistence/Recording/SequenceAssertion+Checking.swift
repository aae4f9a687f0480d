import Foundation

extension SequenceAssertion {
  /// Assertions, each sequence's once, without those that the items say anyway.
  ///
  /// - Parameter starts: The first item of each sequence that is written.
  static func checked(
    _ assertions: [SequenceAssertion], beside starts: [SequencedItem]
  ) throws(InvalidAppend) -> [SequenceAssertion] {
    let written = Dictionary(starts.map { ($0.sequenceID, $0.position) }) { first, _ in first }
    var versions: [UUID: Int] = [:]
    var needed: [SequenceAssertion] = []
    for assertion in assertions {
      let (id, version) = (assertion.sequenceID, assertion.version)
      guard version >= 0 else { throw .impossibleAssertion(assertion) }
      if let other = written[id] ?? versions[id] {
        guard other == version else { throw .contradiction(sequenceID: id, versions: [other, version]) }
      } else {
        versions[id] = version
        needed.append(assertion)
      }
    }
    return needed
  }

  /// Holds it against what is stored.
  ///
  /// - Throws: `ConcurrencyError` if there are more items, or fewer: what was read is not what is stored.
  ///   `InvalidAppend.assertsLog`.
  func check(_ stored: StoredSequence) throws {
    if stored.kind == .timed { throw InvalidAppend.assertsLog(sequenceID: sequenceID) }
    let found = stored.nextPosition
    guard version == found else {
      throw ConcurrencyError(sequenceID: sequenceID, position: version, found: found)
    }
  }
}
