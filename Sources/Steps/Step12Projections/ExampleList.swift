public import Foundation

/// A list of the examples that there are, by what they are about.
///
/// It says what is kept, and not where: in memory, or in a table of a database.
public protocol ExampleList {
  /// Makes what the list needs, before there is anything in it.
  mutating func prepare() throws

  /// Adds an example, or says anew what one is about.
  mutating func set(_ id: UUID, to foo: String) throws
  mutating func remove(_ id: UUID) throws

  /// The examples that are about something, in the order of their ids.
  func ids(about foo: String) throws -> [UUID]
}
