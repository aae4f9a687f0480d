/// The names of the tables of a view, which are others in each generation: `sales$1$2$lines` is the table `lines` of
/// the projection `sales` in version 1, generation 2.
public struct ViewTables: Sendable {
  /// What the names of all tables of the generation begin with, and no others.
  package let beginning: String

  /// So many digits a number may come to have: what is too long then is too long from the beginning, and not when a view
  /// has been rebuilt for years.
  private static let digitsOfVersion = 4
  private static let digitsOfGeneration = 8

  /// How many bytes longer the beginning may become.
  private let room: Int

  private let quoted: @Sendable (String) -> String

  /// - Parameter quoted: Writes a name as SQL takes it.
  package init(
    projection: String, generation: ViewGeneration, quoted: @escaping @Sendable (String) -> String
  ) {
    beginning = "\(projection)$\(generation.version)$\(generation.number)$"
    room =
      max(Self.digitsOfVersion - "\(generation.version)".utf8.count, 0)
      + max(Self.digitsOfGeneration - "\(generation.number)".utf8.count, 0)
    self.quoted = quoted
  }

  /// The name of a table as SQL takes it.
  ///
  /// - Throws: `InvalidProjection.table`.
  public subscript(table: String) -> String {
    get throws(InvalidProjection) {
      let whole = "\(beginning)\(table)"
      try InvalidProjection.check(table: table, bytes: whole.utf8.count + room)
      return quoted(whole)
    }
  }
}
