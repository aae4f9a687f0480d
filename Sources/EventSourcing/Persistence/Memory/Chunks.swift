/// An array that is kept in parts, so that adding to it never moves what is there already.
///
/// An `Array` that is full is copied as a whole, for which one append in a million would wait, and touches twice the
/// memory that it needs.
struct Chunks<Element: Sendable>: Sendable {
  private static var size: Int { 1_024 }

  /// All are full, except the last.
  private var chunks: [[Element]] = []

  mutating func append(_ element: Element) {
    if chunks.last?.count ?? Self.size == Self.size {
      var chunk: [Element] = []
      // The first grows by itself: most recorders in memory are small.
      if !chunks.isEmpty { chunk.reserveCapacity(Self.size) }
      chunks.append(chunk)
    }
    chunks[chunks.count - 1].append(element)
  }
}

extension Chunks: RandomAccessCollection, MutableCollection {
  var startIndex: Int { 0 }

  var endIndex: Int {
    guard let last = chunks.last else { return 0 }
    return (chunks.count - 1) * Self.size + last.count
  }

  subscript(index: Int) -> Element {
    get { chunks[index / Self.size][index % Self.size] }
    set { chunks[index / Self.size][index % Self.size] = newValue }
  }
}
