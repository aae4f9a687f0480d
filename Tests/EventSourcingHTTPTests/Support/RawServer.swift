import FlyingSocks
import Foundation
import HTTPSupport
import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A server that answers each connection with bytes that a test gives, then closes it: what no real server would send.
///
/// After an answer that says `Connection: keep-alive` it takes the next request on the same connection.
final class RawServer: Sendable {
  /// How a connection ends.
  enum End {
    case closed
    case reset
  }

  let url: URL
  private let socket: Socket
  private let isOver = Atomic(false)
  private let served = Notes<String>()

  /// The requests that came, each with its headers.
  var requests: [String] { served.all }

  /// - Parameters:
  ///   - answers: What the connections get, one after the other; the last one for all that come then. Where it is `nil`
  ///     the server says nothing, and keeps the connection.
  ///   - end: How each connection ends.
  ///   - isDripping: Whether each answer goes on after that, a space at a time, for as long as it is read.
  init(_ answers: [String?], end: End = .closed, isDripping: Bool = false) throws {
    socket = try Socket(domain: AF_INET)
    try socket.bind(to: sockaddr_in.inet(ip4: "127.0.0.1", port: 0))
    try socket.listen()
    guard case .ip4(_, let port) = try socket.sockname() else { throw NoPort() }
    url = try #require(URL(string: "http://127.0.0.1:\(port)/notifications"))
    // Its calls block, so it has a thread of its own.
    Thread.detachNewThread { [self] in serve(answers, end, isDripping) }
  }

  private func serve(_ answers: [String?], _ end: End, _ isDripping: Bool) {
    var rest = answers[...]
    var silent: [Socket] = []
    var kept: Socket?
    while let connection = kept ?? (try? socket.accept()).map({ Socket(file: $0.file) }) {
      kept = nil
      guard !isOver.load(ordering: .acquiring) else { break }
      guard let request = try? head(from: connection) else {
        try? connection.close()
        continue
      }
      served.add(request)
      let answer = rest.first ?? nil
      if rest.count > 1 { rest = rest.dropFirst() }
      guard let answer else {
        silent.append(connection)
        continue
      }
      _ = try? connection.write(Data(answer.utf8))
      while isDripping, !isOver.load(ordering: .acquiring), (try? connection.write(Data(" ".utf8))) != nil {
        Thread.sleep(forTimeInterval: 0.02)
      }
      if answer.contains("Connection: keep-alive\r\n") {
        kept = connection
      } else {
        if end == .reset { reset(connection) }
        try? connection.close()
      }
    }
    for connection in silent { try? connection.close() }
    try? socket.close()
  }

  /// Has the connection reset when it is closed, rather than ended.
  private func reset(_ connection: Socket) {
    var atOnce = linger(l_onoff: 1, l_linger: 0)
    setsockopt(connection.file.rawValue, SOL_SOCKET, SO_LINGER, &atOnce, socklen_t(MemoryLayout<linger>.size))
  }

  private func head(from connection: Socket) throws -> String {
    var bytes: [UInt8] = []
    while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) { bytes.append(try connection.read()) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Ends it; a connection of its own wakes the thread.
  func stop() {
    isOver.store(true, ordering: .releasing)
    guard let port = url.port, let waker = try? Socket(domain: AF_INET) else { return }
    try? waker.connect(to: sockaddr_in.inet(ip4: "127.0.0.1", port: UInt16(port)))
    try? waker.close()
  }
}

/// Runs a body with a server that answers so.
func withRawServer<Result>(_ answers: String?..., body: (RawServer) async throws -> Result) async throws -> Result {
  let server = try RawServer(answers)
  defer { server.stop() }
  return try await body(server)
}

/// An answer as bytes, with its length unless another one is given.
func rawAnswer(
  _ body: String, status: String = "200 OK", length: Int? = nil, headers: [String] = [],
  connection: String = "close"
) -> String {
  let lines =
    ["HTTP/1.1 \(status)", "Content-Type: application/json", "Content-Length: \(length ?? body.utf8.count)"]
    + headers + ["Connection: \(connection)", "", body]
  return lines.joined(separator: "\r\n")
}
