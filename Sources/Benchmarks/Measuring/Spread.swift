/// Numbers of several rounds: the one in the middle, and how far they are apart.
package struct Spread: Codable, Equatable, Sendable {
  package let median: Double
  package let lowest: Double
  package let highest: Double

  /// - Parameter numbers: At least one.
  package init(_ numbers: [Double]) {
    precondition(!numbers.isEmpty, "without numbers there is no spread")
    let sorted = numbers.sorted()
    let middle = sorted.count / 2
    median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    lowest = sorted[0]
    highest = sorted[sorted.count - 1]
  }
}
