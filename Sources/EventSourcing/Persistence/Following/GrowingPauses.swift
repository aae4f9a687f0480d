/// Pauses before the next attempt, which grow to 32 times the first; each is a random part of it, so that rivals do not
/// stay in step.
package struct GrowingPauses {
  private let first: Duration
  private var doublings = 0

  package init(first: Duration = .milliseconds(1)) {
    self.first = first
  }

  package mutating func next() -> Duration {
    defer { doublings = min(doublings + 1, 5) }
    return (first.sleepable * (1 << doublings) * Pace.current.fraction()).sleepable
  }
}
