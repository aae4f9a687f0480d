import EventSourcing

/// A name as SQL takes it, whatever it contains.
///
/// It goes over bytes: to Swift, a quote with a combining mark behind it is one character, and not a quote.
func quoted(_ name: String) -> String {
  let quote = UInt8(ascii: "\"")
  var bytes = [quote]
  for byte in name.utf8 {
    if byte == quote { bytes.append(quote) }
    bytes.append(byte)
  }
  bytes.append(quote)
  return String(decoding: bytes, as: UTF8.self)
}

extension ItemTable {
  /// - Throws: `RecorderError.invalidName`, also if SQLite keeps the name of a table to itself.
  func checkNamesOfSQLite() throws(RecorderError) {
    try checkNames()
    for table in [name, trackingTable] where table.lowercased().utf8.starts(with: "sqlite_".utf8) {
      throw RecorderError(
        .invalidName, "The table cannot be named “\(table)”: SQLite keeps names with sqlite_ to itself.")
    }
  }
}
