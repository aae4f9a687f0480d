public import EventSourcing

/// A command that is given to an application in a simulation.
///
/// Its caller gives it again when an outcome is not known, when it has ended before the answer came, or out of
/// impatience: what was done already must be seen in the body, as by the id of what it makes. All ids and times that it
/// records are its own values, made before: else two runs are not alike.
public struct SimulatedCommand: Sendable {
  /// What it is called in a trace.
  public let name: String

  /// The name of the application that it is given to.
  public let application: String

  let body: @Sendable (UnitOfWork) async throws -> Void

  public init(
    _ name: String, to application: String, _ body: @escaping @Sendable (UnitOfWork) async throws -> Void
  ) {
    self.name = name
    self.application = application
    self.body = body
  }
}
