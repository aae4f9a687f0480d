import Synchronization

/// One time that a loop settles: known to the tasks in it, and to those that they start.
final class SettlingRun: Sendable {
  /// The innermost one that this task is in.
  @TaskLocal static var current: SettlingRun?

  private let loop: SettlingLoop
  private let outer: SettlingRun?
  private let over = Mutex(false)

  /// Begins one within those that this task is in: of other loops.
  init(of loop: SettlingLoop) {
    self.loop = loop
    outer = Self.current
  }

  /// Whether it has ended: a task that was started in it may still be there.
  var isOver: Bool { over.withLock { $0 } }

  func end() {
    over.withLock { $0 = true }
  }

  /// The innermost one of a loop that this task is in.
  static func current(of loop: SettlingLoop) -> SettlingRun? {
    var run = current
    while let found = run, found.loop !== loop { run = found.outer }
    return run
  }
}
