import Foundation

/// Where the values of a big array are, and how its arrays hang together.
///
/// An array of height 1 holds values; one of height h + 1 holds links to arrays of height h. The root, an array under
/// the id of the big array, links to the top of the tree for each height that it has had.
struct BigArrayTree {
  /// A slot that links to an array.
  struct Link {
    let parentID: UUID
    let slot: Int
    let childID: UUID
  }

  let id: UUID

  /// The size n of each array.
  let size: Int

  /// n to the power of n, since the root has n slots for heights, or the largest number.
  var capacity: Int { span(ofHeight: size) }

  /// How many values an array of a height stands for; one of height 0 would be a value.
  func span(ofHeight height: Int) -> Int {
    var span = 1
    for _ in 0..<height {
      span = span.times(size)
      if span == .max { break }
    }
    return span
  }

  /// The array that a position is in, and its slot there.
  func place(of position: Int) -> (arrayID: UUID, slot: Int) {
    let slot = position % size
    return (arrayID(from: position - slot, height: 1), slot)
  }

  /// The id of an array, made from the positions that it begins and ends before.
  func arrayID(from start: Int, height: Int) -> UUID {
    UUID(named: "(\(start), \(start.plus(span(ofHeight: height))))", in: id)
  }

  /// The links on the way to a position, from the lowest up: one that is there means that all above it are.
  func links(to position: Int) -> [Link] {
    var links: [Link] = []
    var height = 1
    var child = arrayID(from: position - position % size, height: 1)
    while span(ofHeight: height) <= position {
      let parentSpan = span(ofHeight: height + 1)
      let parentID = arrayID(from: position - position % parentSpan, height: height + 1)
      let slot = position % parentSpan / span(ofHeight: height)
      links.append(Link(parentID: parentID, slot: slot, childID: child))
      child = parentID
      height += 1
    }
    return links + [Link(parentID: id, slot: height - 1, childID: child)]
  }
}
