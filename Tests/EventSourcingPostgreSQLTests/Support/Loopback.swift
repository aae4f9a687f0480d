import Foundation
import PostgreSQLSupport
import Testing

/// Has a server listen on the loopback address, too.
///
/// - Returns: The port. From now on the server's socket has that number, too.
func listen(_ server: OwnServer) async throws -> UInt16 {
  let port = try freePort()
  try await byHand(server.address, "ALTER SYSTEM SET listen_addresses = '127.0.0.1'")
  try await byHand(server.address, "ALTER SYSTEM SET port = \(port)")
  try await server.restart()
  return port
}

/// A port of the loopback address that nobody uses.
private func freePort() throws -> UInt16 {
  let handle = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
  defer { close(handle) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isBound = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
      bind(handle, address, length) == 0 && getsockname(handle, address, &length) == 0
    }
  }
  try #require(isBound)
  return UInt16(bigEndian: address.sin_port)
}
