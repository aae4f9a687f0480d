/// What goes wrong in a simulation.
public enum SimulatedFault: String, CaseIterable, Sendable {
  /// A worker or a caller ends before a call to its recorder, and has forgotten everything; a new one begins.
  case crashBefore

  /// The same right after a commit, or after an effect was done.
  case crashAfter

  /// A commit is answered by `RecorderError.Code.unknownOutcome`, and was made.
  case lostAcknowledgement

  /// The same, and nothing was recorded.
  case lostRequest

  /// Reading fails, as it does while a database cannot be reached.
  case failedRead

  /// Somebody who waits is not told that there is something new.
  case lostPrompt

  /// Somebody is told twice.
  case doubledPrompt

  /// Somebody is told late.
  case latePrompt

  /// A worker is there twice for the whole run, as on two machines.
  case secondWorker

  /// A worker or a caller does nothing for a while, in the middle of its work.
  case pause

  /// The clock of the applications jumps forwards, by minutes.
  case clockForwards

  /// The clock of the applications jumps backwards, by less than two seconds.
  case clockBackwards

  /// A caller gives its command a second time, and does not wait for the first to end.
  case impatientCaller
}
