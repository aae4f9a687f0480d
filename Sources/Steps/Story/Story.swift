public import EventSourcing

/// Tells a person what a step does: sentences, and small tables of what is there.
///
/// It brings a clock and ids of its own. The clock and the last digits of the ids are the same in each run, so a story
/// can be compared with the transcript in `Tests/Transcripts`.
public struct Story: Sendable {
  /// Starts on 1 January 2026 at 9:00 UTC, and moves a second at each reading.
  public let clock = EventClock.stepping(from: Timestamp(microseconds: 1_767_258_000_000_000))

  /// Counts from 1.
  public let ids: IDGenerator

  private let write: @Sendable (String) -> Void

  /// - Parameters:
  ///   - ids: Where the story gets its ids; the same ones in each run, by default.
  ///   - write: Takes each line; prints it, by default.
  public init(ids: IDGenerator = .counting(), write: @escaping @Sendable (String) -> Void = { print($0) }) {
    self.ids = ids
    self.write = write
  }

  /// Begins the story of a step.
  public func title(_ step: Int, _ title: String) {
    let line = "Step \(step) · \(title)"
    write(line)
    write(String(repeating: "─", count: line.count))
  }

  /// Begins a part of the story, with an empty line before it.
  public func part(_ sentence: String) {
    write("")
    write(sentence)
  }

  /// Tells one thing.
  public func say(_ sentence: String) {
    write("  \(sentence)")
  }

  /// Tells what was refused, and why: each sentence of the error on its line, with short ids.
  public func refused(_ error: any Error) {
    let sentences = "\(error)".shorteningIDs.replacing(/([.?:]) (?=[A-Z])/) { "\($0.output.1)\n" }
    for (number, line) in sentences.split(separator: "\n").enumerated() {
      say("\(number == 0 ? "✗" : " ") \(line)")
    }
  }

  /// Shows rows under their column names.
  public func table(_ columns: [String], _ rows: [[String]]) {
    let widths = columns.indices.map { index in
      ([columns] + rows).map { $0[index].count }.max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      let padded = zip(cells, widths).map { cell, width in
        cell + String(repeating: " ", count: width - cell.count)
      }
      return "  " + padded.joined(separator: "   ").trimmingTrailingSpaces
    }
    write(line(columns))
    write(line(widths.map { String(repeating: "─", count: $0) }))
    rows.forEach { write(line($0)) }
  }
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
