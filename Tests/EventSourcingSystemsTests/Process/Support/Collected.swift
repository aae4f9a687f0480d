import Synchronization

/// What was collected from any thread, in order.
final class Collected<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])

  /// - Returns: How many there are now.
  @discardableResult
  func add(_ element: Element) -> Int {
    elements.withLock {
      $0.append(element)
      return $0.count
    }
  }

  var all: [Element] { elements.withLock { $0 } }
}

/// What a reaction fails with.
struct Refusal: Error {}
