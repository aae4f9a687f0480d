/// What a verification has seen of one exercise.
package struct Score: Sendable {
  package var isRedAsShipped = false
  package var isGreenWhenSolved = false
  package var rejected = 0
  package var mutants = 0

  /// The mutants that no other fails like, so that a learner reads its own sentence.
  package var distinct = 0

  package var checksAlone = false
}
