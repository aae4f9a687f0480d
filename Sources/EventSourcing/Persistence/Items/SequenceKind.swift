/// What the positions of a sequence mean.
///
/// The kind belongs to the event type and is not stored. Never append to one sequence as both: a timed append may
/// leave gaps, and a counted sequence with a gap can't be replayed.
public enum SequenceKind: String, Hashable, Sendable {
  /// They count up from 0 without a gap: the events of a versioned entity.
  case counted

  /// They are times, with gaps of any size: the entries of a log. Each append comes in its own order.
  case timed
}
