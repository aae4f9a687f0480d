import EventSourcing

/// An append as the writer gets it: to one table or several of a database, and perhaps with work of somebody's own.
final class PendingAppend: Sendable {
  typealias Work = @Sendable (PostgreSQLTransaction) throws -> Void

  struct Part: Sendable {
    let table: PostgreSQLTable
    let request: AppendRequest
  }

  let parts: [Part]
  let work: Work?

  init(_ parts: [Part], work: Work? = nil) {
    self.parts = parts
    self.work = work
  }

  var sizeInMessage: Int {
    parts.reduce(0) { size, part in part.request.items.reduce(size) { $0 + $1.sizeInMessage } }
  }
}
