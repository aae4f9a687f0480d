public import EventSourcing
private import Synchronization

/// The disk of the box office, on which each write is a transaction: all that it changes is there afterwards, or nothing.
public final class Disk: Sendable {
  /// What is on it.
  public struct Kept: Hashable, Sendable {
    /// How many seats are sold.
    public var sold = 0

    /// Up to here the log has been counted.
    public var position = LogPosition.beginning
  }

  private let kept = Mutex(Kept())
  private let beforeWrites: Mutex<[@Sendable (Disk) async throws -> Void]>

  /// - Parameter beforeWrites: What happens before each of the first writes: somebody else writes, or the power is cut.
  public init(beforeWrites: [@Sendable (Disk) async throws -> Void] = []) {
    self.beforeWrites = Mutex(beforeWrites)
  }

  public func read() async throws -> Kept {
    kept.withLock { $0 }
  }

  /// Changes what is on the disk, all or nothing, while nobody else writes: if the closure throws, all is as before.
  ///
  /// - Returns: What the closure returns.
  /// - Throws: What the closure throws, or the power cut.
  public func write<Value: Sendable>(_ change: (inout Kept) throws -> Value) async throws -> Value {
    let first = beforeWrites.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    try await first?(self)
    return try kept.withLock { kept in
      var changed = kept
      let value = try change(&changed)
      kept = changed
      return value
    }
  }
}
