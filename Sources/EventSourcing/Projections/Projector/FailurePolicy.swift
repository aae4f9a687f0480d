/// What becomes of a notification that a projection cannot deal with.
public enum FailurePolicy: Hashable, Sendable {
  /// The projector stops before it, with `ProjectionFailed`.
  case stop

  /// It is set aside, in one transaction with the position behind it, and all later ones of its sequence queue behind it;
  /// other sequences go on. When so many wait, the projector stops.
  case park(atMost: Int)

  /// How many may be parked.
  var limit: Int {
    switch self {
    case .stop: 0
    case .park(let limit): max(limit, 0)
    }
  }
}
