import Foundation
import Synchronization

/// A terminal with a program in it, as a person would see it and type.
final class PseudoTerminal: Sendable {
  private let descriptor: Int32
  private let output = Mutex(Data())

  /// What a program reads and writes.
  private let side: Int32

  init(columns: UInt16 = 80, lines: UInt16 = 24) throws {
    var size = winsize(ws_row: lines, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    var (own, programs): (Int32, Int32) = (-1, -1)
    guard openpty(&own, &programs, nil, nil, &size) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    descriptor = own
    side = programs
    Thread.detachNewThread { [descriptor, self] in
      var bytes = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(descriptor, &bytes, bytes.count)
        if count <= 0 { break }
        output.withLock { $0.append(contentsOf: bytes[..<count]) }
      }
    }
  }

  /// What a terminal takes for the key that stops a program.
  static let ctrlZ: UInt8 = 0x1A

  /// Starts a program in it.
  func start(_ arguments: [String], in folder: URL, environment: [String: String] = [:]) throws -> Process {
    let side = FileHandle(fileDescriptor: side)
    let process = Process()
    process.executableURL = URL(filePath: arguments[0])
    process.arguments = Array(arguments.dropFirst())
    process.currentDirectoryURL = folder
    var all = ProcessInfo.processInfo.environment
    all["NO_COLOR"] = nil
    process.environment = all.merging(environment) { $1 }
    process.standardInput = side
    process.standardOutput = side
    process.standardError = side
    try process.run()
    return process
  }

  func resize(columns: UInt16, lines: UInt16) {
    var size = winsize(ws_row: lines, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }

  func type(_ keys: String) {
    _ = Array(keys.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  }

  /// What was written since the screen was cleared last, with colours if there are any.
  var rawScreen: String {
    let all = String(decoding: output.withLock { $0 }, as: UTF8.self)
    return all.components(separatedBy: "\u{1B}[H").last?.replacing("\r\n", with: "\n") ?? ""
  }

  var screen: String { rawScreen.replacing(/\u{1B}\[[0-9;]*[A-Za-z]/, with: "") }

  /// Waits until texts are on the screen, in this order, for two minutes at most: the first time, the core is built.
  ///
  /// - Returns: The screen then.
  func screen(with texts: [String]) async throws -> String {
    for _ in 0..<2400 {
      let screen = self.screen
      if screen.contains(inOrder: texts) { return screen }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw NotShown(text: texts.joined(separator: " … "), screen: screen)
  }

  func screen(with text: String) async throws -> String { try await screen(with: [text]) }

  /// Those of its settings that a program for single keys changes, and the one that makes Ctrl-C a signal.
  var settings: Set<String> {
    var modes = termios()
    guard tcgetattr(descriptor, &modes) == 0 else { return [] }
    let all = [("lines", ICANON), ("echo", ECHO), ("signals", ISIG)]
    let isStopped = withUnsafeBytes(of: modes.c_cc) { $0[Int(VSUSP)] == Self.ctrlZ }
    return Set(all.filter { modes.c_lflag & tcflag_t($0.1) != 0 }.map(\.0) + (isStopped ? ["stop"] : []))
  }

  struct NotShown: Error, CustomStringConvertible {
    let text: String
    let screen: String

    var description: String { "“\(text)” was not shown. The screen at the end:\n\(screen)" }
  }
}

extension String {
  func contains(inOrder texts: [String]) -> Bool {
    var rest = self[...]
    for text in texts {
      guard let place = rest.range(of: text) else { return false }
      rest = rest[place.upperBound...]
    }
    return true
  }
}
