/// How those wait who try again or look again later, and where what is random about it comes from.
///
/// It is the machine's clock and generator, unless a task has been given others: in a simulation time passes when the
/// simulation says so, and the same seed gives the same pauses.
package struct Pace: Sendable {
  /// What this task waits by.
  @TaskLocal package static var current = Pace.ofTheMachine

  /// Whether it is not the machine's.
  package let isSimulated: Bool

  private let readClock: @Sendable () -> ContinuousClock.Instant
  private let pause: @Sendable (Duration) async throws -> Void
  private let choose: @Sendable () -> Double

  /// Makes the pace of a simulation.
  ///
  /// - Parameters:
  ///   - now: Reads a clock that never goes back.
  ///   - sleep: Waits for a time.
  ///   - fraction: Gives a random number from 0 to 1.
  package init(
    now: @escaping @Sendable () -> ContinuousClock.Instant, sleep: @escaping @Sendable (Duration) async throws -> Void,
    fraction: @escaping @Sendable () -> Double
  ) {
    self.init(isSimulated: true, now: now, sleep: sleep, fraction: fraction)
  }

  private init(
    isSimulated: Bool, now: @escaping @Sendable () -> ContinuousClock.Instant,
    sleep: @escaping @Sendable (Duration) async throws -> Void, fraction: @escaping @Sendable () -> Double
  ) {
    self.isSimulated = isSimulated
    readClock = now
    pause = sleep
    choose = fraction
  }

  /// The clock of the machine, and its generator of random numbers.
  private static let ofTheMachine = Pace(
    isSimulated: false, now: { .now }, sleep: { try await Task.sleep(for: $0.sleepable) },
    fraction: { .random(in: 0...1) })

  /// The moment by which waiting is measured.
  package var now: ContinuousClock.Instant { readClock() }

  /// Waits for a time.
  ///
  /// - Throws: `CancellationError`.
  package func sleep(for duration: Duration) async throws {
    try await pause(duration)
  }

  /// A random part of the whole, from 0 to 1.
  package func fraction() -> Double {
    choose()
  }
}
