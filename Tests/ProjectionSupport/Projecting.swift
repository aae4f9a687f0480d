package import EventSourcing

/// What can be asked of a projector, whatever its view.
package protocol Projecting: Sendable {
  func run() async throws
  func catchUp() async throws
  func rebuild() async throws
  func wait(for id: Int, of upstream: String, atMost duration: Duration) async throws
  func progress() async throws -> ProjectionProgress
  func parked() async throws -> [ParkedNotification]
  @discardableResult func retryParked() async throws -> [ParkedNotification]
  func resetEffects(of upstream: String, to position: LogPosition) async throws
  func skipParked(_ parked: ParkedNotification) async throws
}

extension Projector: Projecting {}
