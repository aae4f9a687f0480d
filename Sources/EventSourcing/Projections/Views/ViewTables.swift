/// The names of the tables of a view, which are others in each generation: `sales$1$2$lines` is the table `lines` of
/// the projection `sales` in version 1, generation 2.
public struct ViewTables: Sendable {
  /// What the names of all tables of the generation begin with, and no others.
  package let beginning: String

  private let quoted: @Sendable (String) -> String

  /// - Parameter quoted: Writes a name as SQL takes it.
  package init(
    projection: String, generation: ViewGeneration, quoted: @escaping @Sendable (String) -> String
  ) {
    beginning = "\(projection)$\(generation.version)$\(generation.number)$"
    self.quoted = quoted
  }

  /// The name of a table as SQL takes it.
  ///
  /// - Throws: `InvalidProjection.table`.
  public subscript(table: String) -> String {
    get throws(InvalidProjection) {
      let whole = "\(beginning)\(table)"
      try InvalidProjection.check(table: table, whole: whole)
      return quoted(whole)
    }
  }
}
