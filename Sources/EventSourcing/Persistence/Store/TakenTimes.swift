private import Synchronization

/// The microseconds that one process has given to the entries of a log: two runs of them, of entries that stand at the
/// time at which they are made, and of those whose time was asked for last.
final class TakenTimes: Sendable {
  /// Whoever asks for a time from the start on, and not after the end, gets the end.
  private struct Run {
    var start: Int
    var end: Int

    /// How many entries have found no room between start and end: for so many and more there is none.
    var count: Int

    /// - Parameter tolerance: How long before the end a time may be that is before the start.
    func holds(_ count: Int, at time: Int, _ tolerance: Int) -> Bool {
      count >= self.count && time <= end && (time >= start || time.plus(tolerance) >= end)
    }
  }

  private struct State {
    var now: Run?
    var asked: Run?
  }

  /// By how much an entry of now is moved to come after others, though its own place may be free.
  ///
  /// Tasks need some time from reading the clock to coming here, and a clock is set back a little at once. By more it
  /// is not: one whose clock was wrong does not take those after it along.
  private static let toleranceOfNow = 1_000

  private let state = Mutex(State())

  /// Takes so many microseconds in a row, the first not before a time.
  ///
  /// - Returns: The first; `nil` if there are not so many up to the end of time.
  func take(_ count: Int, from time: Int, isNow: Bool) -> Int? {
    state.withLock { state in
      let path: WritableKeyPath<State, Run?> = isNow ? \.now : \.asked
      let run = state[keyPath: path].flatMap { $0.holds(count, at: time, isNow ? Self.toleranceOfNow : 0) ? $0 : nil }
      let next = run?.end ?? time
      guard let first = LogPlaces.first(for: count, from: next) else { return nil }
      // Where there was no room before position 0, there may be some for fewer.
      state[keyPath: path] = Run(
        start: run?.start ?? time, end: LogPlaces.after(count, first),
        count: max(run?.count ?? 1, first == next ? 1 : count))
      return first
    }
  }

  /// Takes others, since one of those that were taken for a time is somebody else's, as the recorder has said.
  ///
  /// - Parameters:
  ///   - taken: The first of what was taken before.
  ///   - free: Where the recorder has room for so many again, and before that only before what was taken.
  func take(_ count: Int, insteadOf taken: Int, free: Int, isNow: Bool) -> Int? {
    state.withLock { state in
      let path: WritableKeyPath<State, Run?> = isNow ? \.now : \.asked
      let run = state[keyPath: path].flatMap { $0.start <= taken && taken < $0.end ? $0 : nil }
      // What lies behind its own places was given to others of this process. Within its own it may have room now.
      let isOthers = run.map { free >= LogPlaces.after(count, taken) && free < $0.end } ?? false
      guard let first = LogPlaces.first(for: count, from: isOthers ? run?.end ?? free : free) else { return nil }
      state[keyPath: path] = Run(
        start: run?.start ?? taken, end: LogPlaces.after(count, first), count: max(run?.count ?? 1, count))
      return first
    }
  }

  /// Gives back what was taken, since nothing stands there.
  func giveBack(_ count: Int, at first: Int, isNow: Bool) {
    state.withLock { state in
      let path: WritableKeyPath<State, Run?> = isNow ? \.now : \.asked
      guard var run = state[keyPath: path], run.start <= first, first < run.end else { return }
      let isLast = run.end == LogPlaces.after(count, first)
      run.end = first
      // Where others have come after it, there is a hole, and only the recorder knows what is free.
      state[keyPath: path] = isLast ? run : nil
    }
  }
}
