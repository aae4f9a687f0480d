import EventSourcing

/// A connection that is made when it is first used, and again after it broke.
///
/// For one thread at a time.
final class PostgreSQLSession {
  private let address: PostgreSQLAddress
  private var current: PostgreSQLConnection?
  private var isEnded = false

  init(_ address: PostgreSQLAddress) {
    self.address = address
  }

  /// The connection, ready to be used.
  ///
  /// - Throws: `RecorderError` if there is none to be had.
  func connection() throws -> PostgreSQLConnection {
    guard !isEnded else { throw RecorderError.closed }
    if let current, current.isUsable {
      current.noteRest()
      return current
    }
    close()
    let new = try PostgreSQLConnection(to: address)
    current = new
    return new
  }

  /// The connection, also in the middle of a transaction.
  func connectionAsItIs() throws -> PostgreSQLConnection {
    if let current { return current }
    return try connection()
  }

  func close() {
    current = nil
  }

  /// Closes it for good.
  func end() {
    isEnded = true
    close()
  }
}
