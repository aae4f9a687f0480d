/// The first and the last notification id of a section, as they are written: `"1,10"`.
public struct SectionID: Hashable, Sendable {
  /// What is written for the section with the newest notifications.
  public static let current = "current"

  public let first: Int
  public let last: Int

  public init(first: Int, last: Int) {
    self.first = first
    self.last = last
  }

  /// Reads an id as it is written: two numbers in decimal digits with a comma between them, and nothing else.
  ///
  /// - Throws: `InvalidSectionID`.
  public init(_ text: String) throws(InvalidSectionID) {
    let parts = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard parts.count == 2, let first = Self.number(parts[0]), let last = Self.number(parts[1]) else {
      throw InvalidSectionID(text: text)
    }
    self.init(first: first, last: last)
  }

  /// By digits alone, as `Int` would take a sign, too.
  private static func number(_ digits: Substring.UTF8View.SubSequence) -> Int? {
    guard !digits.isEmpty, digits.allSatisfy({ 48...57 ~= $0 }) else { return nil }
    return Int(Substring(digits))
  }

  /// The id as it is written.
  public var text: String { "\(first),\(last)" }
}
