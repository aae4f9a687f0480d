import Foundation

/// How much some tests do: what each change needs, or what takes a machine long, which is `make soak`.
package enum Soak {
  package static let isOn = ProcessInfo.processInfo.environment["EVENTSOURCING_SOAK"] == "1"

  package static func amount(_ usual: Int, soak: Int) -> Int { isOn ? soak : usual }

  /// Does something, and adds how long it took to the table that `make soak` shows at its end.
  package static func timed(_ what: String, _ body: () async throws -> Void) async throws {
    let duration = try await ContinuousClock().measure(body)
    guard isOn, let table = ProcessInfo.processInfo.environment["EVENTSOURCING_SOAK_TABLE"] else { return }
    let seconds = String(duration.components.seconds)
    let line = String(repeating: " ", count: max(0, 6 - seconds.utf8.count)) + seconds + " s  " + what + "\n"
    let file = FileHandle(forWritingAtPath: table)
    try file?.seekToEnd()
    try file?.write(contentsOf: Data(line.utf8))
    try file?.close()
  }
}
