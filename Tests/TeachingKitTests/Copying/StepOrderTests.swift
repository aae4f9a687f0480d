import TeachingKit
import Testing

@Suite("The order of steps")
struct StepOrderTests {
  @Test func `is that of their numbers, of one digit or two, and then of names`() {
    let names = ["step10", "step2", "minimal", "step16", "step1", "step9"]
    #expect(names.inStepOrder == ["step1", "step2", "step9", "step10", "step16", "minimal"])
  }

  @Test(arguments: [("step1", 1), ("Step12Projections", 12), ("Step1Events/01-a-new-event", 1), ("Step10", 10)])
  func `knows the number of a step`(name: String, number: Int) {
    #expect(name.stepNumber == number)
  }

  @Test(arguments: ["minimal", "step", "Stepping", ""])
  func `knows what is no step with a number`(name: String) {
    #expect(name.stepNumber == nil)
  }
}
