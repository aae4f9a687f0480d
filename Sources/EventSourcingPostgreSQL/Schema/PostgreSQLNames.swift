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
    let names = table.columns + [schema, table.name, table.trackingTable]
    for name in names where name.isEmpty || name.utf8.count > 63 || name.utf8.contains(0) {
      throw RecorderError(
        .invalidName, "A name of a schema, table or column in PostgreSQL has 1 to 63 bytes, none of them NUL.")
    }
  }

  var items: String { "\(quoted(schema)).\(quoted(table.name))" }
  var trackingRecords: String { "\(quoted(schema)).\(quoted(table.trackingTable))" }
}

/// A name as SQL takes it, whatever it contains.
func quoted(_ name: String) -> String {
  quoting(name, by: "\"")
}

/// A text as SQL takes it; a backslash has no meaning there.
func literal(_ text: String) -> String {
  quoting(text, by: "'")
}

/// Doubles each mark, and puts one on either side.
///
/// By scalars, as the server reads: to Swift a mark with an accent after it, or some signs before it, is another
/// character.
private func quoting(_ text: String, by mark: Unicode.Scalar) -> String {
  var scalars = String.UnicodeScalarView([mark])
  for scalar in text.unicodeScalars {
    scalars.append(scalar)
    if scalar == mark { scalars.append(scalar) }
  }
  scalars.append(mark)
  return String(scalars)
}
