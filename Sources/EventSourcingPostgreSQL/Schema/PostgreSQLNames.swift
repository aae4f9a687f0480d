import EventSourcing

/// The names that a recorder uses in a database, as SQL takes them.
struct PostgreSQLNames: Sendable {
  let schema: String
  let table: ItemTable

  /// - Throws: `RecorderError.invalidName` if a name cannot be kept: PostgreSQL would cut it, and two long names could
  ///   become one.
  init(schema: String, table: ItemTable) throws {
    self.schema = schema
    self.table = table
    try table.checkNames()
    try Self.check(schema, of: "schema")
    guard !schema.utf8.starts(with: "pg_".utf8) else {
      throw RecorderError(
        .invalidName, "The schema cannot be named “\(schema)”: PostgreSQL keeps names with pg_ to itself.")
    }
    try Self.check(table.name, of: "table")
    try Self.check(
      table.trackingTable, of: "tracking table",
      advice: " Give the ItemTable a trackingTable of its own, or a name of at most \(Self.longest - 9) bytes.")
    for column in table.columns {
      try Self.check(column, of: "column")
      guard !Self.columnsOfSystem.contains(ExactText(column)) else {
        throw RecorderError(
          .invalidName, "The column cannot be named “\(column)”: each table of PostgreSQL has one of that name.")
      }
    }
  }

  private static let columnsOfSystem = Set(["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"].map(ExactText.init))

  /// PostgreSQL's own limit, in bytes.
  private static let longest = 63

  private static func check(_ name: String, of kind: String, advice: String = "") throws(RecorderError) {
    guard !name.isEmpty else { throw RecorderError(.invalidName, "The \(kind) has no name.") }
    guard !name.utf8.contains(0) else {
      throw RecorderError(.invalidName, "The name of the \(kind) has a NUL character, which PostgreSQL cannot keep.")
    }
    guard name.utf8.count <= longest else {
      throw RecorderError(
        .invalidName,
        "The name of the \(kind), “\(name)”, has \(name.utf8.count) bytes, and in PostgreSQL a name has at most "
          + "\(longest).\(advice)")
    }
  }

  var items: String { "\(quoted(schema)).\(quoted(table.name))" }
  var trackingRecords: String { "\(quoted(schema)).\(quoted(table.trackingTable))" }
}

/// A name as SQL takes it, whatever it contains.
func quoted(_ name: String) -> String {
  "\"\(doubling("\"", in: name))\""
}

/// A text as SQL takes it, whatever a backslash means in a session.
func literal(_ text: String) -> String {
  let content = doubling("'", in: text)
  guard text.utf8.contains(UInt8(ascii: "\\")) else { return "'\(content)'" }
  return " E'\(doubling("\\", in: content))'"
}

/// Doubles each mark.
///
/// By scalars, as the server reads: to Swift a mark with an accent after it, or some signs before it, is another
/// character.
private func doubling(_ mark: Unicode.Scalar, in text: String) -> String {
  var scalars = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    scalars.append(scalar)
    if scalar == mark { scalars.append(scalar) }
  }
  return String(scalars)
}
