/// What a verification found wrong, and where.
package struct Findings: Sendable {
  package private(set) var all: [String] = []

  package init() {}

  package mutating func add(_ exercise: Exercise, _ problem: String) {
    all.append("\(exercise.label) \(exercise.info.name): \(problem)")
  }

  package mutating func add(_ problem: String) {
    all.append(problem)
  }

  package mutating func add(_ others: Findings) {
    all += others.all
  }
}
