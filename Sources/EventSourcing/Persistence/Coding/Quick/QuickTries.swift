import Synchronization

/// Tells whether the quick way is worth a try: one that fails is paid on top of the slow way.
///
/// It goes by what went before. What one transcoder is given is mostly of one type, and of few shapes.
final class QuickTries: Sendable {
  /// So many failures, not made good by successes, are no accident.
  private static let patience = 8

  /// One of so many is tried all the same: what comes may have changed.
  private static let interval = 32

  /// How many failures one success makes good.
  private let gain: Int

  /// Grows with each value that goes the slow way, tried or not.
  private let losses = Atomic(0)

  init(gain: Int) {
    self.gain = gain
  }

  var isWorthOne: Bool {
    let losses = losses.load(ordering: .relaxed)
    return losses < Self.patience || losses.isMultiple(of: Self.interval)
  }

  func wentQuick() {
    let losses = losses.load(ordering: .relaxed)
    // Where nothing is to change, nothing is written: many threads may share this.
    if losses > 0 { self.losses.store(max(0, min(losses, Self.patience) - gain), ordering: .relaxed) }
  }

  func wentSlow() {
    losses.wrappingAdd(1, ordering: .relaxed)
  }
}
