/// The number of a writer's lock, which has room for the low 32 bits of an id.
package enum PostgreSQLLockNumber {
  /// The id that was drawn last when a writer began.
  ///
  /// No writer takes so long that two thousand million ids are drawn meanwhile. One that began after the last id was
  /// looked up has a larger number, which is no bound: its ids are above that last one.
  package static func idBeforeWriter(_ lowBits: Int, lastDrawn: Int) -> Int {
    let age = Int(Int32(truncatingIfNeeded: lastDrawn &- lowBits))
    return lastDrawn - max(age, 0)
  }
}
