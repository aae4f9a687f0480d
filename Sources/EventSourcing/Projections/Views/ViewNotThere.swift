/// Nothing has been projected yet: run the projector once, or look whether the name is right.
public struct ViewNotThere: Error, Hashable, CustomStringConvertible {
  public let projection: String

  public init(_ projection: String) {
    self.projection = projection
  }

  public var description: String {
    "There is no view “\(projection)” yet: run its projector once, or look whether the name is right."
  }
}
