import GRDBSQLite

/// How much memory SQLite may take, in all databases of the program together.
struct SQLiteHeapLimits {
  static let names: Set = ["hard_heap_limit", "soft_heap_limit"]

  private let hard = sqlite3_hard_heap_limit64(-1)
  private let soft = sqlite3_soft_heap_limit64(-1)

  /// Puts them back, if the program has them otherwise now: their PRAGMAs only make them lower.
  ///
  /// - Returns: The names of those that had changed.
  func restore() -> [String] {
    var changed: [String] = []
    if sqlite3_hard_heap_limit64(-1) != hard {
      sqlite3_hard_heap_limit64(hard)
      changed.append("hard_heap_limit")
    }
    if sqlite3_soft_heap_limit64(-1) != soft {
      sqlite3_soft_heap_limit64(soft)
      changed.append("soft_heap_limit")
    }
    return changed
  }
}
