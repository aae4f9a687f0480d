/// The unique keys of a table that hold for all of its rows, each by the names of its columns.
///
/// What is not a column, such as an expression, has an empty name.
package struct UniqueKeys: Equatable, Sendable {
  private let keys: Set<Set<String>>

  package init(_ keys: [Set<String>]) {
    self.keys = Set(keys)
  }

  /// - Parameter parts: One for each column of each key, with what tells the key from the others.
  package init(parts: [(key: some Hashable, column: String)]) {
    self.init(Dictionary(grouping: parts, by: \.key).values.map { Set($0.map(\.column)) })
  }

  /// What is wrong with the keys of a table that should have others: too few and it keeps nothing out, too many and it
  /// keeps out what is right.
  package func difference(from expected: UniqueKeys) -> String? {
    let lacking = expected.keys.subtracting(keys)
    guard lacking.isEmpty else { return "there is no unique key on \(Self.names(of: lacking))" }
    let surplus = keys.subtracting(expected.keys)
    guard surplus.isEmpty else { return "there is another unique key, on \(Self.names(of: surplus))" }
    return nil
  }

  private static func names(of keys: Set<Set<String>>) -> String {
    keys.map { key in
      key.sorted().map { $0.isEmpty ? "an expression" : $0 }.joined(separator: " and ")
    }.sorted().joined(separator: ", ")
  }
}
