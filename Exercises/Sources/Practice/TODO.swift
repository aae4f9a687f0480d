/// What a place throws that is still to be filled in.
public struct TODO: Error, Hashable, CustomStringConvertible {
  private let sentence: String

  public init(_ sentence: String) {
    self.sentence = sentence
  }

  public var description: String { "TODO: \(sentence)" }
}
