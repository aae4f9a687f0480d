/// One of the two that are measured by turns.
struct Contender {
  let name: String

  /// The number of operations that can be done is a multiple of this.
  let step: Int

  /// Does so many operations.
  ///
  /// - Returns: How long they took, without what was prepared for them.
  let run: (_ operations: Int) async throws -> Duration

  /// How many items it has stored by now, to be compared with the operations it was asked for.
  let stored: (() async throws -> Int)?

  init(
    _ name: String, step: Int = 1, stored: (() async throws -> Int)? = nil,
    run: @escaping (_ operations: Int) async throws -> Duration
  ) {
    self.name = name
    self.step = step
    self.stored = stored
    self.run = run
  }
}

/// What a contender says it has stored is not what is there: its speed means nothing.
struct WrongCount: Error, CustomStringConvertible {
  let name: String
  let expected: Int
  let found: Int

  var description: String { "\(name): \(expected) items should be there, and there are \(found)." }
}

/// Fails if the number is not what it should be.
///
/// - Throws: `WrongCount`.
func expect(_ found: Int, is expected: Int, _ name: String) throws {
  guard found == expected else { throw WrongCount(name: name, expected: expected, found: found) }
}
