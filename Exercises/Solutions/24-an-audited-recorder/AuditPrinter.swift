private import Synchronization

/// A printer in the auditor's office, with paper for a number of lines.
public final class AuditPrinter: Sendable {
  public struct Line: Hashable, Sendable {
    /// The notification id of the item.
    public let id: Int

    /// What happened, as in `Performance.seatsSold`.
    public let topic: String

    public init(id: Int, topic: String) {
      self.id = id
      self.topic = topic
    }
  }

  public struct OutOfPaper: Error, Hashable {
    public init() {}
  }

  private let paper: Int
  private let printed = Mutex<[Line]>([])

  /// - Parameter paper: How many lines there is paper for.
  public init(paper: Int = .max) {
    self.paper = paper
  }

  /// What was printed, in order.
  public var lines: [Line] { printed.withLock { $0 } }

  /// - Throws: `OutOfPaper`.
  public func print(_ line: Line) throws {
    try printed.withLock { lines in
      guard lines.count < paper else { throw OutOfPaper() }
      lines.append(line)
    }
  }
}
