import CPostgreSQL
import EventSourcing

/// What the server remarks beside its answers, as far as it matters.
final class ServerRemarks {
  /// Whether a commit no longer waited for a standby, and is answered as if it had been confirmed.
  var hasStoppedWaitingForStandby = false

  static func at(_ pointer: UnsafeMutableRawPointer) -> ServerRemarks {
    Unmanaged<ServerRemarks>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Takes note of a remark.
  ///
  /// The server has no code of its own for it, and the text is in any language: what tells it is the place in the
  /// server's source. R is the letter for that, C the one for the code.
  func note(_ remark: OpaquePointer?) {
    func field(_ letter: Unicode.Scalar) -> String? {
      PQresultErrorField(remark, CInt(letter.value)).map { String(cString: $0) }
    }
    if field("R") == "SyncRepWaitForLSN", field("C") == "01000" { hasStoppedWaitingForStandby = true }
  }
}

extension PostgreSQLConnection {
  /// - Throws: `RecorderError.unknownOutcome` if a commit since the last time was cancelled while it waited for a
  ///   standby.
  func checkReplication() throws(RecorderError) {
    guard remarks.hasStoppedWaitingForStandby else { return }
    remarks.hasStoppedWaitingForStandby = false
    throw RecorderError(
      .unknownOutcome,
      "The commit was cancelled while it waited for a standby: the change is in this server, but would be lost if the "
        + "standby took its place now. Look, then decide.")
  }
}
