import EventSourcing
import EventSourcingHTTP
import Foundation
import Synchronization

extension UUID {
  /// The same id for the same number.
  static func number(_ number: UInt8) -> UUID {
    UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
  }
}

extension SequencedItem {
  static func sample(
    _ sequenceID: UUID = .number(1), at position: Int, topic: String = "Sample.made", data: String = "{}",
    metadata: String? = nil
  ) -> SequencedItem {
    SequencedItem(
      sequenceID: sequenceID, position: position, topic: topic, data: Data(data.utf8),
      timestamp: Timestamp(microseconds: 1_767_225_600_000_000), metadata: metadata)
  }
}

extension Recorder {
  /// Appends samples to one sequence, so many in all.
  func fill(_ count: Int, of sequenceID: UUID = .number(1), topic: String = "Sample.made") async throws {
    try await append((0..<count).map { .sample(sequenceID, at: $0, topic: topic) })
  }
}

extension LogAnswer {
  /// The body, as what `JSONSerialization` makes of it: no type of the library is used.
  var object: [String: Any] {
    get throws { try JSONSerialization.jsonObject(with: body) as? [String: Any] ?? [:] }
  }

  var list: [[String: Any]] {
    get throws { try JSONSerialization.jsonObject(with: body) as? [[String: Any]] ?? [] }
  }
}

extension NotificationLogService {
  func get(_ path: String, _ query: String = "", headers: [String: String] = [:]) async -> LogAnswer {
    await answer(LogRequest(method: "GET", path: path, query: query, headers: headers))
  }
}

extension RemoteLogOptions {
  /// Nothing is tried again, and nothing is waited for longer than a busy machine may take.
  static let impatient = RemoteLogOptions(timeout: .seconds(20), patience: .zero)
}

/// The code of what a body throws.
func code(of body: () async throws -> Void) async -> RemoteLogError.Code? {
  do {
    try await body()
    return nil
  } catch let error as RemoteLogError {
    return error.code
  } catch {
    return RemoteLogError.Code(rawValue: "\(error)")
  }
}

/// What several calls took down, in their order.
final class Notes<Note: Sendable>: Sendable {
  private let state = Mutex<[Note]>([])

  var all: [Note] { state.withLock { $0 } }

  func add(_ note: Note) {
    state.withLock { $0.append(note) }
  }
}
