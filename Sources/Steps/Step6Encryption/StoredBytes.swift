public import EventSourcing
private import Foundation

/// What a database has of the events, as somebody sees it who comes past the application.
public enum StoredBytes: Sendable {
  /// The file of an SQLite database, and those that SQLite keeps beside it.
  case files(String)

  /// The rows, as the recorder reads them: no mapper has made them readable.
  case rows(any Recorder)

  /// Whether the text stands anywhere there, byte by byte.
  public func contain(_ text: String) async throws -> Bool {
    let text = Data(text.utf8)
    switch self {
    case .files(let path):
      let files = ["", "-wal", "-shm", "-journal"].map { path + $0 }
      return try files.filter(FileManager.default.fileExists).contains { file in
        try Data(contentsOf: URL(filePath: file)).firstRange(of: text) != nil
      }
    case .rows(let recorder):
      var last = 0
      while true {
        let page = try await recorder.notifications(after: last, limit: 1_000)
        if page.contains(where: { ($0.item.topic.utf8 + $0.item.data).firstRange(of: text) != nil }) { return true }
        guard let next = page.last?.id else { return false }
        last = next
      }
    }
  }

  var name: String {
    switch self {
    case .files: "the database's files"
    case .rows: "the table's rows"
    }
  }
}
