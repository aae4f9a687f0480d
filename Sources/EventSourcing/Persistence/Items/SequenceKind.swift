/// What the positions of a sequence mean.
///
/// The kind belongs to the sequence. A counted one begins at position 0 and a timed one has nothing there: that is how
/// a recorder tells them apart, and refuses to append the one to the other.
public enum SequenceKind: String, Hashable, Sendable {
  /// They count up from 0 without a gap: the events of a versioned entity.
  case counted

  /// They are times or other numbers but 0, with gaps of any size: the entries of a log. Each append comes in its own
  /// order.
  case timed
}
