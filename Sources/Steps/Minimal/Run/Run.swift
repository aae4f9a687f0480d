private import Foundation
private import Minimal

/// Tells what `Minimal.swift` does, with fixed ids and times, so that it tells the same on each run.
@main
enum Run {
  static func main() throws {
    print("Minimal · Event sourcing in one file")
    let table = Table()
    try Application.run(on: table) { application in
      let first = try changeAnExample(in: application)
      try discardAnExample(in: application)
      try changeACopy(of: first, in: application)
    }
    print("\nAll that is stored. A row is never changed; what an example is now follows from its rows.")
    show(table)
  }

  private static func changeAnExample(in application: Application) throws -> UUID {
    print("\nAn example is created, and then changed. Each time an event is published, and the policy stores it.")
    var example = try Example.create(foo: "bar1", id: id(1), at: time(0), on: application.bus)
    try example.setFoo(to: "bar2", at: time(1), on: application.bus)
    try print("  The repository replays its events:", describe(application.repository[example.id]))
    return example.id
  }

  private static func discardAnExample(in application: Application) throws {
    print("\nAnother one is created, and discarded. Its events stay, but it cannot be had any more.")
    var example = try Example.create(foo: "bar3", id: id(2), at: time(2), on: application.bus)
    try example.discard(at: time(3), on: application.bus)
    do {
      _ = try application.repository[example.id]
    } catch let error as EntityNotFound {
      print("  EntityNotFound: wasDiscarded is \(error.wasDiscarded)")
    }
  }

  private static func changeACopy(of id: UUID, in application: Application) throws {
    print("\nTwo people have the first example. One changes it, so the other's copy is out of date.")
    var mine = try application.repository[id]
    var yours = try application.repository[id]
    try mine.setFoo(to: "bar4", at: time(4), on: application.bus)
    do {
      try yours.setFoo(to: "bar5", at: time(5), on: application.bus)
    } catch let error as ConcurrencyError {
      print("  ConcurrencyError: position \(error.position) is taken. The copy is as before:", describe(yours))
    }
    print("Read again, it can be changed.")
    yours = try application.repository[id]
    try yours.setFoo(to: "bar5", at: time(6), on: application.bus)
    print("  Now it is:", describe(yours))
  }

  private static func describe(_ example: Example) -> String {
    "foo is \(example.foo), version \(example.version)"
  }

  private static func show(_ table: Table) {
    print("\n  sequence id  position  timestamp             topic                 data")
    for row in table.rows {
      let topic = row.topic.padding(toLength: 20, withPad: " ", startingAt: 0)
      print(
        "  …\(row.sequenceID.uuidString.suffix(4))        \(row.position)         \(row.timestamp.formatted(.iso8601))  \(topic)  "
          + String(decoding: row.data, as: UTF8.self))
    }
  }

  private static func id(_ number: UInt8) -> UUID {
    UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
  }

  /// A number of seconds after the first moment of 2026.
  private static func time(_ seconds: Double) -> Date {
    Date(timeIntervalSince1970: 1_767_225_600 + seconds)
  }
}
