/// What a measurement is to reach.
package struct Target: Codable, Equatable, Sendable {
  package enum Bound: String, Codable, Sendable {
    case atLeast = "at least"
    case atMost = "at most"
  }

  package let bound: Bound
  package let value: Double

  package static func atLeast(_ value: Double) -> Target { Target(bound: .atLeast, value: value) }
  package static func atMost(_ value: Double) -> Target { Target(bound: .atMost, value: value) }

  package func isReached(by value: Double) -> Bool {
    switch bound {
    case .atLeast: value >= self.value
    case .atMost: value <= self.value
    }
  }
}
