/// What a verification has seen of one exercise.
package struct Score: Sendable {
  package var isRedAsShipped = false
  package var isGreenWhenSolved = false
  package var rejected = 0
  package var mutants = 0

  /// The mutants that no other fails like, so that a learner reads its own sentence.
  package var distinct = 0

  package var checksAlone = false

  package init(mutants: Int = 0, distinct: Int = 0) {
    self.mutants = mutants
    self.distinct = distinct
  }

  /// What was not seen and has to be, for whatever reason.
  var problems: [String] {
    let expected = [
      (isRedAsShipped, "it was not seen red as shipped, for the right reason"),
      (isGreenWhenSolved, "it was not seen green when solved"),
      (checksAlone, "it was not seen checked while no other compiles"),
      (rejected == mutants, "\(rejected) of \(mutants) wrong answers were rejected by the tests declared"),
    ]
    return expected.filter { !$0.0 }.map(\.1)
  }
}
