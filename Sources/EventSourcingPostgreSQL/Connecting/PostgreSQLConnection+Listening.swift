import CPostgreSQL
import Foundation

extension PostgreSQLConnection {
  /// What was told on a channel.
  struct Prompt {
    let channel: String
    let text: String
  }

  /// Waits until something comes, at most for a time, and gives the prompts in it.
  ///
  /// - Throws: `PostgreSQLFailure` if the connection was lost.
  func prompts(waitingAtMost milliseconds: Int) throws -> [Prompt] {
    var socket = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
    poll(&socket, 1, CInt(milliseconds))
    guard PQconsumeInput(connection) == 1, PQstatus(connection) == CONNECTION_OK else {
      throw PostgreSQLFailure(sqlState: nil, isConnectionLost: true)
    }
    var prompts: [Prompt] = []
    while let told = PQnotifies(connection) {
      prompts.append(
        Prompt(channel: String(cString: told.pointee.relname), text: String(cString: told.pointee.extra)))
      PQfreemem(told)
    }
    return prompts
  }
}
