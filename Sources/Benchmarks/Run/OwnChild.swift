import Foundation

/// This program as a process of its own, for work whose memory is measured.
enum OwnChild {
  /// - Returns: How many events it has dealt with, and the most memory that was in use, in bytes.
  static func run(_ arguments: [String]) throws -> (events: Int, bytes: Int) {
    let process = Process()
    let output = Pipe()
    process.executableURL = Bundle.main.executableURL
    process.arguments = arguments
    process.standardOutput = output
    try process.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    guard process.terminationStatus == 0, numbers.count == 2 else {
      throw LimitFailed(reason: "The process for \(arguments[0]) failed.")
    }
    return (numbers[0], numbers[1])
  }
}
