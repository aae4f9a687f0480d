extension PostgreSQLConnection {
  /// Runs the body in a transaction, which is undone if it throws.
  func inTransaction<Value>(_ body: (PostgreSQLConnection) throws -> Value) throws -> Value {
    do {
      try execute("BEGIN")
      let value = try body(self)
      try execute("COMMIT")
      return value
    } catch {
      if isInTransaction { try? execute("ROLLBACK") }
      throw error
    }
  }
}
