package import EventSourcing
import EventSourcingPostgreSQL
import EventSourcingSQLite
package import Foundation

/// Where the events of a shop and its view are, which several processes use at the same time.
package enum ViewDatabase: Hashable, Sendable {
  /// In one file, or in two.
  case sqlite(events: String, view: String)

  /// In one schema, or in two.
  case postgreSQL(connection: String, events: String, view: String)

  /// Reads what names it on a command line.
  package init?(_ words: some Collection<String>) {
    let words = Array(words)
    switch (words.first, words.count) {
    case ("sqlite", 3): self = .sqlite(events: words[1], view: words[2])
    case ("postgresql", 4): self = .postgreSQL(connection: words[1], events: words[2], view: words[3])
    default: return nil
    }
  }

  /// How it is named on a command line.
  package var arguments: [String] {
    switch self {
    case .sqlite(let events, let view): ["sqlite", events, view]
    case .postgreSQL(let connection, let events, let view): ["postgresql", connection, events, view]
    }
  }

  /// Opens it, lends it, and closes it.
  ///
  /// - Parameter timeout: How many seconds to wait for others.
  package func opened(timeout: Double = 60, _ body: (any OpenedShop) async throws -> Void) async throws {
    switch self {
    case .sqlite(let events, let view):
      let options = SQLiteOptions(busyTimeout: timeout)
      let database = try await SQLiteDatabase(.file(events), options: options)
      let other = events == view ? database : try await SQLiteDatabase(.file(view), options: options)
      let shop = OpenedShopOf(
        recorder: try await database.recorder(), view: try await SQLiteView("tills", in: other)
      ) { try await $0.tills() }
      try await closing([database.close, other.close]) { try await body(shop) }
    case .postgreSQL(let connection, let events, let view):
      let options = PostgreSQLOptions(maximumConnections: 2, statementTimeout: timeout)
      let database = try await PostgreSQLDatabase(connection, options: options)
      let shop = OpenedShopOf(
        recorder: try await database.recorder(schema: events),
        view: try await PostgreSQLView("tills", in: database, schema: view)
      ) { try await $0.tills() }
      try await closing([database.close]) { try await body(shop) }
    }
  }

  private func closing(_ closings: [() async throws -> Void], _ body: () async throws -> Void) async throws {
    let outcome: Result<Void, any Error>
    do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
    // Somebody who was stopped may hold the database: what the body has to say comes first.
    for close in closings { try? await close() }
    try outcome.get()
  }
}

/// A shop and its view, open.
package protocol OpenedShop: Sendable {
  associatedtype V: View where V.Content: TillContent
  var recorder: any Recorder { get }
  var view: V { get }

  /// What the current generation of the view has.
  func rows() async throws -> [UUID: TillRow]
}

extension OpenedShop {
  /// - Parameters:
  ///   - batch: How many notifications share a transaction.
  ///   - patience: For how long it tries again while the database is held by others.
  ///   - seen: Gets each event that is applied.
  package func projector(
    batch: Int = 1_000, patience: Duration = .seconds(60),
    seen: @escaping @Sendable (DomainEvent<Till>) -> Void = { _ in }
  ) throws -> any Projecting {
    try Projector(
      .tills(in: V.self, seen: seen), from: ["shop": LocalNotificationLog(recorder)], into: view,
      options: ProjectorOptions(batch: batch, patience: patience))
  }
}

private struct OpenedShopOf<V: View>: OpenedShop where V.Content: TillContent {
  let recorder: any Recorder
  let view: V
  let read: @Sendable (V) async throws -> [UUID: TillRow]

  func rows() async throws -> [UUID: TillRow] { try await read(view) }
}
