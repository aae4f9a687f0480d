import EventSourcing
import EventSourcingSystems
import Foundation
import ProcessSupport
import ReactionSupport

/// Sells in a shop, or keeps its books, from a process of its own and until it is killed.
@main
enum Run {
  static func main() async throws {
    let words = Array(CommandLine.arguments.dropFirst())
    guard words.count > 3, let number = Int(words[1]), let database = ReactionDatabase(words.dropFirst(3)) else {
      return say(usage)
    }
    try await database.opened { recorder in
      let shop = try await recorder("shop")
      switch words[0] {
      case "sell": try await sell(in: shop, seed: number)
      case "follow": try await keepBooks(in: recorder("books"), of: shop, batch: number, mails: words[2])
      default: say(usage)
      }
    }
  }

  private static let usage =
    "usage: reaction-worker (sell SEED - | follow BATCH MAILS) (sqlite PATH | postgresql CONNECTION SCHEMA)"

  /// Opens one till after the other, and sells in those that there are.
  private static func sell(in shop: any Recorder, seed: Int) async throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var tills: [UUID] = []
    while true {
      if tills.count < 4 || Int.random(in: 0..<20, using: &random) == 0 {
        let till = UUID.till(tills.count)
        tills.append(till)
        try await shop.add([Till.opened], to: till, at: .now)
      }
      let till = tills[Int.random(in: 0..<tills.count, using: &random)]
      let sales = (0..<Int.random(in: 1...8, using: &random)).map { _ in
        Till.sold(cents: .random(in: 1...99, using: &random))
      }
      try await shop.add(sales, to: till, at: .now)
      try await shop.add([Visit.noted], to: UUID())
      say("\(sales.count)")
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  private static func keepBooks(
    in recorder: any Recorder, of shop: any Recorder, batch: Int, mails path: String
  ) async throws {
    // What several processes append to a file, each in one write, is not mixed.
    let mails = FileHandle(fileDescriptor: open(path, O_WRONLY | O_APPEND))
    let books = try ProcessApplication.books(ReactionOptions(batch: batch)) { call in
      try mails.write(contentsOf: Data("\(call.key)\n".utf8))
    }
    let workers = try books.workers(in: recorder, following: shop)
    say("begun")
    while true {
      do {
        try await settle(workers)
        try await workers[0].waitForWork(atMost: .milliseconds(20))
      } catch  where mayBeOverSoon(error) {
        try await Task.sleep(for: .milliseconds(5))
      }
    }
  }

  /// Writes a line to the standard output, at once and whole.
  private static func say(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
  }
}
