extension Collection<String> {
  /// Names of steps in the order of their numbers, so that step10 comes after step9; then those without a number.
  package var inStepOrder: [String] {
    sorted { left, right in (left.stepNumber ?? .max, left) < (right.stepNumber ?? .max, right) }
  }
}

extension StringProtocol {
  /// The number of the step that a name begins with, of whatever digits: 12 of `step12` and `Step12Projections`.
  package var stepNumber: Int? {
    guard lowercased().hasPrefix("step") else { return nil }
    return Int(dropFirst("step".count).prefix(while: \.isNumber))
  }
}
