import EventSourcing
import Foundation
import ProcessSupport
import ProjectionSupport

/// Writes events, projects them, or makes their view anew, from a process of its own and until it is killed.
@main
enum Run {
  static func main() async throws {
    let words = Array(CommandLine.arguments.dropFirst())
    guard words.count > 2, let number = Int(words[1]), let database = ViewDatabase(words.dropFirst(2)) else {
      return say(usage)
    }
    switch words[0] {
    case "sell": try await database.opened { shop in try await sell(in: shop, seed: number) }
    case "project": try await database.opened { shop in try await project(shop, batch: number) }
    case "rebuild": try await database.opened { shop in try await rebuild(shop, batch: number) }
    case "step": try await database.opened(timeout: 3) { shop in try await step(shop, batch: number) }
    default: say(usage)
    }
  }

  private static let usage =
    "usage: projection-worker (sell SEED | project BATCH | rebuild BATCH | step BATCH) (sqlite EVENTS VIEW | "
    + "postgresql CONNECTION EVENTS VIEW)"

  /// Sells in one till after the other, several at a time.
  private static func sell(in shop: some OpenedShop, seed: Int) async throws {
    var random = SeededGenerator(seed: UInt64(seed))
    while true {
      let id = UUID.till(seed * 8 + Int.random(in: 0..<8, using: &random))
      let newest = PositionQuery(limit: 1, order: .backwards)
      let next = try await shop.recorder.items(of: id, where: newest).first.map { $0.position + 1 } ?? 0
      let count = Int.random(in: 1...20, using: &random)
      try await shop.recorder.append(
        items((0..<count).map { Till.sold(cents: $0) }, of: id, from: next)
          + items([Visit.noted], of: UUID()))
      say("\(count)")
    }
  }

  private static func project(_ shop: some OpenedShop, batch: Int) async throws {
    let projector = try shop.projector(batch: batch)
    say("begun")
    try await projector.run()
  }

  /// Makes the view anew, again and again, unless another one does.
  private static func rebuild(_ shop: some OpenedShop, batch: Int) async throws {
    let projector = try shop.projector(batch: batch)
    say("begun")
    while true {
      do {
        try await projector.rebuild()
        say("rebuilt")
      } catch is RebuildUnderWay {
        try await Task.sleep(for: .milliseconds(5))
      }
    }
  }

  /// Makes the view anew once, and says each event in the transaction that it is applied in.
  private static func step(_ shop: some OpenedShop, batch: Int) async throws {
    try await shop.projector(batch: batch) { event in say("\(event.entityVersion)") }.rebuild()
    say("rebuilt")
  }

  /// Writes a line to the standard output, at once and whole.
  private static func say(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
  }
}
