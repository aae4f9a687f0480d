private import Synchronization

extension Story {
  /// The lines of a story, instead of printing them.
  public static func told(_ tell: (Story) async throws -> Void) async throws -> [String] {
    let lines = Lines()
    try await tell(Story { line in lines.append(line) })
    return lines.all
  }
}

private final class Lines: Sendable {
  private let lines = Mutex<[String]>([])

  func append(_ line: String) {
    lines.withLock { $0.append(line) }
  }

  var all: [String] {
    lines.withLock { $0 }
  }
}
