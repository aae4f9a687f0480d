import Foundation

extension UnitOfWork {
  /// Looks whether what was asserted holds: of a unit that writes nothing no append does.
  ///
  /// The sequences are looked at one after the other. That is enough, since they only grow: one that is as it was read
  /// has been so all the time between, so in the moment of the first look all of them were.
  ///
  /// - Throws: `ConcurrencyError`, `InvalidAppend`, `RecorderError`.
  func look(in recorder: any Recorder) async throws {
    for assertion in try SequenceAssertion.checked(assertions, beside: []) {
      try await assertion.check(recorder.storedSequence(assertion.sequenceID))
    }
  }
}

extension Recorder {
  fileprivate func storedSequence(_ id: UUID) async throws -> StoredSequence {
    let newest = try await items(of: id, where: PositionQuery(limit: 1, order: .backwards)).first?.position
    let hasFirst = if let newest, newest != 0 { try await item(of: id, at: 0) != nil } else { newest == 0 }
    return StoredSequence(newestPosition: newest, beginsAtZero: hasFirst)
  }
}
