/// Where a projection's view and its positions are kept: what was made of a log and how far that has come change in one
/// transaction, or not at all.
///
/// A view lives in generations, numbered from 1: a rebuild makes a new one beside the one that is current, which goes on
/// answering until the new one takes its place. `InMemoryView`, `SQLiteView` and `PostgreSQLView` are views.
public protocol View: Sendable {
  /// What reactions change: a value, or statements in the transaction.
  associatedtype Content

  /// The name of the projection whose view it is.
  var name: String { get }

  /// The generations that there are, in the order of their numbers.
  ///
  /// - Throws: `RecorderError`.
  func generations() async throws -> [ViewGeneration]

  /// Begins a generation, in one transaction with what prepares it.
  ///
  /// - Parameters:
  ///   - version: That of the projection.
  ///   - isCurrent: Whether it is the current one from the beginning, since there is none yet; else it is being built.
  ///   - prepare: Makes what it needs.
  /// - Returns: The generation; `nil` if it should be current and others have made one meanwhile.
  /// - Throws: What preparing throws; `RecorderError`.
  func begin(
    version: Int, isCurrent: Bool, prepare: @escaping @Sendable (inout Content) throws -> Void
  ) async throws -> ViewGeneration?

  /// How far an upstream has been dealt with in a generation; `nil` if nothing was ever said.
  ///
  /// - Throws: `RecorderError`.
  func position(of upstream: String, in generation: Int) async throws -> LogPosition?

  /// Changes the content of a generation and its position in one transaction: all or nothing.
  ///
  /// - Throws: `AlreadyTracked` if the position is not where the change says, `LogReplaced` if it is in another log;
  ///   `GenerationReplaced` if the generation is not there any more, or no longer the one to be changed; what the body
  ///   throws; `RecorderError`.
  func change(_ change: ViewChange<Content>) async throws

  /// Has a generation that was built take the place of the current one, in one transaction.
  ///
  /// - Returns: Whether it has: not if the current one has come further, in a log of the same identity.
  /// - Throws: `GenerationReplaced` if it is not there any more; `RecorderError`.
  func makeCurrent(_ generation: Int) async throws -> Bool

  /// Removes a generation that is not current with all that it has; one that is not there is none to remove.
  ///
  /// - Throws: `RecorderError`, `.busy` if somebody still reads it.
  func remove(_ generation: ViewGeneration) async throws

  /// What is parked in a generation and was neither retried with success nor skipped, by upstream and notification id.
  ///
  /// - Throws: `RecorderError`.
  func parked(in generation: Int) async throws -> [ParkedNotification]

  /// Takes a lock of the projection that only one has at a time, over all processes, and that is free again when its
  /// holder has died.
  ///
  /// - Returns: `nil` if somebody else has it.
  /// - Throws: `RecorderError.refused` if there can be no such lock, as behind a transaction pooler.
  func lock(_ purpose: ViewLockPurpose) async throws -> (any ViewLock)?
}

/// A lock that is had until it is released.
public protocol ViewLock: Sendable {
  func release() async
}

/// What only one process does at a time.
public enum ViewLockPurpose: String, CaseIterable, Sendable {
  case rebuild
  case effects
}

extension View {
  /// The generation that answers; `nil` before there is one.
  public func currentGeneration() async throws -> ViewGeneration? {
    try await generations().first { $0.state == .current }
  }
}
