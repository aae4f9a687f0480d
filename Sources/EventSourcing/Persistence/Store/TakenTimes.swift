private import Synchronization

/// The microseconds that one process has given to the entries of a log: two runs of them, of entries that stand at the
/// time at which they are made, and of those whose time was asked for last.
final class TakenTimes: Sendable {
  private struct Run {
    /// Whoever asks for a time from here on, and before the end, gets the end.
    var start = Int.min
    var end = Int.min
  }

  private struct State {
    var now = Run()
    var asked = Run()
  }

  private let state = Mutex(State())

  /// Takes so many microseconds in a row, the first not before a time.
  ///
  /// - Returns: The first; `nil` if there are not so many up to the end of time.
  func take(_ count: Int, from time: Int, isNow: Bool) -> Int? {
    state.withLock { state in
      let path: WritableKeyPath<State, Run> = isNow ? \.now : \.asked
      let run = state[keyPath: path]
      // The end of a run that was nowhere yet is no place.
      let isInRun = run.start <= time && time <= run.end && run.end > .min
      guard let first = LogPlaces.first(for: count, from: isInRun ? run.end : time) else { return nil }
      // What lies between two places that were taken one after the other is not free: the recorder has said so.
      state[keyPath: path] = Run(start: isNow ? .min : isInRun ? run.start : time, end: LogPlaces.after(count, first))
      return first
    }
  }

  /// Gives back what was taken last, since nothing stands there.
  func giveBack(_ count: Int, at first: Int, isNow: Bool) {
    guard !isNow else { return }
    state.withLock { state in
      if state.asked.end == LogPlaces.after(count, first) { state.asked.end = first }
    }
  }
}
