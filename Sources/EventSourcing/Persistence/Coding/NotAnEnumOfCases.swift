/// A payload is not coded the way Swift synthesises it for an enum with cases: a mistake in the program.
public struct NotAnEnumOfCases: Error, CustomStringConvertible {
  public let description = "A payload must be an enum of cases whose coding is left to the compiler."
}
