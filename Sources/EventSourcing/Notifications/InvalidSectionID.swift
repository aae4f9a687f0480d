/// What was asked for is not the id of a section.
public struct InvalidSectionID: Error, Hashable {
  public let text: String

  public init(text: String) {
    self.text = text
  }
}

extension InvalidSectionID: CustomStringConvertible {
  public var description: String {
    "“\(text.prefix(40))” is not the id of a section: ask for the first and the last notification, as in “1,10”, or for "
      + "“\(SectionID.current)”."
  }
}
