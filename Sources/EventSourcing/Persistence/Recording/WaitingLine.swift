/// Those who wait, in order, each of whom can leave at once, however long the line is.
@usableFromInline
struct WaitingLine<Element> {
  @usableFromInline var tickets: [Int] = []
  @usableFromInline var elements: [Int: Element] = [:]

  @inlinable
  init() {}

  @inlinable var isEmpty: Bool { elements.isEmpty }

  @inlinable
  mutating func append(_ element: Element, ticket: Int) {
    tickets.append(ticket)
    elements[ticket] = element
  }

  /// Takes one out, wherever it stands; `nil` if it is not in the line.
  @inlinable
  mutating func remove(_ ticket: Int) -> Element? {
    // Its ticket stays behind, and is passed over when its turn comes.
    elements.removeValue(forKey: ticket)
  }

  /// Takes out those who are first, this many at the most.
  @inlinable
  mutating func removeFirst(_ count: Int) -> [Element] {
    var first: [Element] = []
    var passed = 0
    while first.count < count, passed < tickets.count {
      if let element = elements.removeValue(forKey: tickets[passed]) { first.append(element) }
      passed += 1
    }
    tickets.removeFirst(passed)
    return first
  }
}
