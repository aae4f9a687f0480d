extension RecorderError {
  /// Whether it may be over soon.
  package var isPassing: Bool {
    [.busy, .timedOut, .unavailable, .unknownOutcome].contains(code)
  }
}

/// Whether others have been quicker, so that one goes on from where things stand now.
func isOfOthers(_ error: any Error) -> Bool {
  error is AlreadyTracked || error is GenerationReplaced
}

/// Whether an error comes from a reaction and its notification, and not from the view's database, from others or from a
/// cancellation.
func isOfReaction(_ error: any Error) -> Bool {
  switch error {
  case let error as RecorderError: [.unstorable, .refused].contains(error.code)
  case is LogReplaced, is NotParked, is CancellationError: false
  default: !isOfOthers(error)
  }
}
