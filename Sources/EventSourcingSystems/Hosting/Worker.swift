/// One of the things that a runner has done again and again: following an upstream, or watching deadlines.
package protocol Worker: Sendable {
  /// What it is called where a person reads of it, such as `payments < orders`.
  var name: String { get }

  /// What it is dealing with at this moment; `nil` between two steps.
  var underWay: WorkUnderWay? { get }

  /// Does what there is to do now, or a part of it.
  ///
  /// - Throws: What stops it; `CancellationError`; a `PassingError` after which it can be called again.
  func step() async throws -> WorkerStep

  /// Waits until there may be something to do, or a time has passed.
  func waitForWork(atMost duration: Duration) async throws
}

/// What a worker has done in one step.
package enum WorkerStep: Hashable, Sendable {
  /// It has dealt with so many notifications or deadlines, and there may be more.
  case dealt(Int)

  /// It has moved on over what does not concern it, and there may be more.
  case moved

  /// There is something, for which it has to wait until another worker has come further.
  case waitsForOthers

  /// There is nothing now.
  case nothing
}
