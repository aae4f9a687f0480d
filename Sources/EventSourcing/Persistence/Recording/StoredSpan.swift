/// What is stored of a sequence, as far as must be known to put an item anywhere in it.
package struct StoredSpan: Sendable {
  package let lowest: Int
  package let newest: Int

  /// Whether there is an item at position 0, as in every counted sequence.
  package let beginsAtZero: Bool

  package init(lowest: Int, newest: Int, beginsAtZero: Bool) {
    self.lowest = lowest
    self.newest = newest
    self.beginsAtZero = beginsAtZero
  }

  /// What it is with one more item.
  init(_ span: StoredSpan?, with position: Int) {
    self.init(
      lowest: min(span?.lowest ?? position, position), newest: max(span?.newest ?? position, position),
      beginsAtZero: span?.beginsAtZero == true || position == 0)
  }

  /// Whether it is a log's for sure.
  var goesBelowZero: Bool { lowest < 0 }
}
