public import Foundation

/// A list that is a value, and gone with the program.
public struct InMemoryExampleList: ExampleList, Sendable {
  private var foos: [UUID: String] = [:]

  public init() {}

  public mutating func prepare() {}

  public mutating func set(_ id: UUID, to foo: String) {
    foos[id] = foo
  }

  public mutating func remove(_ id: UUID) {
    foos[id] = nil
  }

  public func ids(about foo: String) -> [UUID] {
    foos.filter { $0.value.utf8.elementsEqual(foo.utf8) }.keys.sorted()
  }
}
