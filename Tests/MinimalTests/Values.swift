import Foundation
import Minimal

/// An id that is the same on each run.
func id(_ number: UInt8) -> UUID {
  UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
}

/// A moment, counted in seconds.
func time(_ seconds: Double) -> Date {
  Date(timeIntervalSince1970: seconds)
}

/// The rows of an example that was created with `bar1` and changed to `bar2`.
func storedExample(_ id: UUID = id(1)) throws -> Table {
  let table = Table()
  try Application.run(on: table) { application in
    var example = try Example.create(foo: "bar1", id: id, at: time(0), on: application.bus)
    try example.setFoo(to: "bar2", at: time(1), on: application.bus)
  }
  return table
}

/// A table with these rows, changed first.
func table(_ rows: [Row], changed: (inout [Row]) -> Void) throws -> Table {
  var rows = rows
  changed(&rows)
  let table = Table()
  for row in rows { try table.insert(row) }
  return table
}
