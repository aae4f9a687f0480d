/// Whether an error may be over soon.
///
/// One of these is that a commit's outcome is not known: what a projector does again has no effect if it was done.
package func mayBeOverSoon(_ error: any Error) -> Bool {
  (error as? RecorderError)?.code == .unknownOutcome || saysThatItPasses(error)
}

/// Whether others have been quicker, so that one goes on from where things stand now.
func isOfOthers(_ error: any Error) -> Bool {
  error is AlreadyTracked || error is GenerationReplaced
}

/// Whether an error comes from a reaction and its notification, and not from a database, a log, others or a cancellation.
package func isOfReaction(_ error: any Error) -> Bool {
  switch error {
  case let error as RecorderError: [.unstorable, .refused].contains(error.code)
  case let error as any PassingError: !error.passes
  case is LogReplaced, is NotParked, is CancellationError, is any StoppingError: false
  default: !isOfOthers(error)
  }
}

/// An error that has to do with no single notification, and stops whoever follows: no reaction is tried again because
/// of it, and nothing parked.
package protocol StoppingError: Error {}
