/// What becomes of a notification that a projection, or a process application, cannot deal with.
public enum FailurePolicy: Hashable, Sendable {
  /// Whoever follows stops before it, with an error that names it.
  case stop

  /// It is set aside, in one transaction with the position behind it, and all later ones of its sequence queue behind it;
  /// other sequences go on. When so many wait, whoever follows stops.
  case park(atMost: Int)

  /// How many may be parked.
  package var limit: Int {
    switch self {
    case .stop: 0
    case .park(let limit): max(limit, 0)
    }
  }
}
