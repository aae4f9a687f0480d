public import EventSourcing
public import EventSourcingPostgreSQL
public import EventSourcingSQLite
public import Foundation

/// A view that has the list of examples, and can be asked.
public protocol ExampleView: View where Content: ExampleList {
  /// The examples that are about something, as the current generation has it.
  ///
  /// - Throws: `ViewNotThere`, `RecorderError`.
  func ids(about foo: String) async throws -> [UUID]
}

extension InMemoryView: ExampleView where State == InMemoryExampleList {
  public func ids(about foo: String) -> [UUID] {
    read { list in list.ids(about: foo) }
  }
}

extension SQLiteView: ExampleView {
  public func ids(about foo: String) async throws -> [UUID] {
    try await read { list in try list.ids(about: foo) }
  }
}

extension PostgreSQLView: ExampleView {
  public func ids(about foo: String) async throws -> [UUID] {
    try await read { list in try list.ids(about: foo) }
  }
}
