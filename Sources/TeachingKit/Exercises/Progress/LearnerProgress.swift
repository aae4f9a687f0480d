package import Foundation

/// How far a learner has come.
package struct LearnerProgress: Codable, Equatable, Sendable {
  /// When each exercise was first passed, by number.
  package private(set) var done: [Int: Date] = [:]

  /// How many hints were shown, by number.
  package var hints: [Int: Int] = [:]

  /// The exercise chosen last.
  package var chosen: Int?

  package init() {}

  package func isDone(_ exercise: Exercise) -> Bool {
    done[exercise.number] != nil
  }

  package mutating func pass(_ exercise: Exercise, at date: Date = .now) {
    if done[exercise.number] == nil { done[exercise.number] = date }
  }

  /// The one to work on: that chosen last until it is done, then the next that is not; `nil` if all are.
  package func current(of exercises: [Exercise]) -> Exercise? {
    if let chosen, let exercise = exercises.first(where: { $0.number == chosen }), !isDone(exercise) { return exercise }
    return next(after: chosen ?? 0, of: exercises)
  }

  /// The next that is not done, from the beginning again if there is none after this number.
  package func next(after number: Int, of exercises: [Exercise]) -> Exercise? {
    let open = exercises.filter { !isDone($0) }
    return open.first { $0.number > number } ?? open.first
  }
}
