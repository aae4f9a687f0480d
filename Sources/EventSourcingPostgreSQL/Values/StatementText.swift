import EventSourcing
import Foundation

/// The text of a statement as a key that is compared byte for byte.
///
/// Two names that look the same may be two to the server, and then so are the statements with them.
struct StatementText: Hashable, Sendable {
  private let text: String

  init(_ text: String) {
    self.text = text
  }

  static func == (one: StatementText, other: StatementText) -> Bool {
    one.withBytes { first in
      other.withBytes { second in
        guard first.count == second.count else { return false }
        guard let start = first.baseAddress, let other = second.baseAddress else { return true }
        return memcmp(start, other, first.count) == 0
      }
    }
  }

  /// The same name for the same text, in whatever session and by whomever it is prepared, and another for any other
  /// text.
  var name: String {
    withBytes { bytes in
      // Twice from other beginnings: two that are equal by chance need not be feared.
      let digests = [FNV1a(), FNV1a(basis: 0x6c62_272e_07bb_0142)].map { digest in
        var digest = digest
        digest.mix(bytes)
        return digest.hash
      }
      return digests.reduce("events") { "\($0)_\(String($1, radix: 36))" }
    }
  }

  func hash(into hasher: inout Hasher) {
    withBytes { hasher.combine(bytes: $0) }
  }

  private func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    text.utf8.withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) }
      ?? Array(text.utf8).withUnsafeBytes(body)
  }
}
