import EventSourcingPostgreSQL
import Testing

@Suite("The number of a writer's lock")
struct LockNumberTests {
  @Test(arguments: [
    (1_000, 1_000, 1_000), (990, 1_000, 990), (0, 1_000, 0),
    // A writer that began after the last id was looked up is no bound.
    (1_001, 1_000, 1_000),
    // The 32 bits have been through all their numbers.
    (0xFFFF_FFFF, 0x1_0000_0005, 0xFFFF_FFFF), (5, 0x1_0000_0005, 0x1_0000_0005), (7, 0xFFFF_FFFF, 0xFFFF_FFFF),
    (0x8000_0000, 0x8000_0001, 0x8000_0000),
  ])
  func `is the id drawn before it began`(_ lowBits: Int, _ lastDrawn: Int, _ expected: Int) {
    #expect(PostgreSQLLockNumber.idBeforeWriter(lowBits, lastDrawn: lastDrawn) == expected)
  }
}
