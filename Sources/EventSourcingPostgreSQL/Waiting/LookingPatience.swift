import EventSourcing

/// How long who waits for notifications looks again after a look has failed.
struct LookingPatience {
  /// A failure that stays, whoever looks again.
  struct Lasting: Error {
    let error: any Error
  }

  /// For so long a server may be away: it may be starting again.
  private static let longest = Duration.seconds(5)

  private let start = ContinuousClock.now
  private let duration: Duration
  private var firstFailure: ContinuousClock.Instant?

  /// - Parameter duration: After which nobody waits any more.
  init(for duration: Duration) {
    self.duration = duration
  }

  /// Takes note of a look that went well.
  mutating func noteSuccess() {
    firstFailure = nil
  }

  /// Takes note of one that failed.
  ///
  /// - Throws: What it failed by, unless it is worth looking again.
  mutating func note(_ failure: any Error) throws {
    if let lasting = failure as? Lasting { throw lasting.error }
    guard let error = failure as? RecorderError, error.passes else { throw failure }
    let first = firstFailure ?? .now
    firstFailure = first
    guard .now - start < duration, .now - first < Self.longest else { throw error }
  }

  /// Runs a look on a connection that is there, where only a lost connection and a server that is too busy may pass.
  static func looking<Value>(_ look: () throws -> Value) throws -> Value {
    do {
      return try look()
    } catch let failure as PostgreSQLFailure {
      let error = recorderError(failure)
      guard error.code == .unavailable, !failure.isConnectionLost else { throw failure }
      throw Lasting(error: error)
    } catch let error as RecorderError {
      throw Lasting(error: error)
    }
  }
}
