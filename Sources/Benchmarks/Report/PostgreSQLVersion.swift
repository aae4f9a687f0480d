import EventSourcingPostgreSQL

enum PostgreSQLVersion {
  static func of(_ server: String) async throws -> String {
    try await PostgreSQLHand(server).run("SHOW server_version").first.flatMap { $0 } ?? ""
  }
}
