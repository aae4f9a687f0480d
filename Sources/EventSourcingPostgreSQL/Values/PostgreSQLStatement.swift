/// A statement of one's own with its values, which has `$1`, `$2` and so on where they belong.
public struct PostgreSQLStatement: Hashable, Sendable {
  public let sql: String
  public let values: [PostgreSQLValue]

  public init(_ sql: String, _ values: [PostgreSQLValue] = []) {
    self.sql = sql
    self.values = values
  }
}
