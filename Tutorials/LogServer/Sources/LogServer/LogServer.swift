import EventSourcing
import EventSourcingHTTP
import EventSourcingSQLite
import Foundation
import Hummingbird

/// Shows the log in an SQLite file to those who know a token, at a port of this machine.
///
///     LOG_TOKEN=secret swift run LogServer events.sqlite 8080
@main
struct LogServer {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let port = UInt16(arguments[2]),
      let token = ProcessInfo.processInfo.environment["LOG_TOKEN"]
    else {
      FileHandle.standardError.write(Data("Usage: LOG_TOKEN=… LogServer FILE PORT\n".utf8))
      exit(64)
    }
    let recorder = try await SQLiteRecorder(.file(arguments[1]))
    let options = NotificationLogServiceOptions(token: try AccessToken(token))
    let service = NotificationLogService(LocalNotificationLog(recorder), at: "/notifications", options: options)
    let router = Router()
    service.mount(on: router, at: "/notifications")
    let server = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: Int(port))))
    try await server.runService()
    try await recorder.close()
  }
}
