public import EventSourcing
import Foundation

/// A process application with the recorder that keeps what happens in it: what commands are given to.
public struct HostedApplication: Sendable {
  public let application: ProcessApplication

  /// Where everything is kept that happens in the application.
  public let recorder: any Recorder

  /// The application's log, for those who follow it.
  public let log: any NotificationLog

  /// Whose subscribers hear of what commands and reactions have recorded.
  public let bus: EventBus

  private let units: UnitsOfWork

  /// What a runner does when a command has been recorded, or has failed.
  private var afterCommand: @Sendable () async throws -> Void

  /// - Parameters:
  ///   - application: What is hosted.
  ///   - recorder: Where everything is kept that happens in it, and nothing of others.
  ///   - bus: Whose subscribers hear of the events when they are recorded.
  ///   - isFollowedInPartitions: Whether somebody divides the work on it into several partitions. Each event then notes
  ///     in its metadata what must have been dealt with before: the newest of what it was decided on.
  ///   - afterCommand: Is called after each command that is recorded, or may be.
  public init(
    _ application: ProcessApplication, in recorder: any Recorder, bus: EventBus = EventBus(),
    isFollowedInPartitions: Bool = false, afterCommand: @escaping @Sendable () async throws -> Void = {}
  ) {
    self.application = application
    self.recorder = recorder
    self.afterCommand = afterCommand
    log = LocalNotificationLog(recorder)
    self.bus = bus
    // What is the library's own nobody follows.
    let notedKinds = isFollowedInPartitions ? Set(application.catalog.storedNames) : nil
    units = UnitsOfWork(recorder: recorder, catalog: application.storedCatalog, bus: bus, notedKinds: notedKinds)
  }

  /// The application as its workers have it: they give no commands, and must not keep the runner that keeps them.
  var forWorkers: HostedApplication {
    var copy = self
    copy.afterCommand = {}
    return copy
  }

  /// Runs a command as one unit of work: what is published in it is recorded at once, and then followed by others.
  ///
  /// Where another command has come first it is run again, on the newest state; so it does nothing in the world.
  ///
  /// - Returns: What the body gives, after the commit.
  /// - Throws: What the body throws; what `UnitsOfWork.perform(tracking:_:)` throws. Where a `SingleThreadRunner` lets
  ///   all others react before this returns, what has stopped one of them, `ReactionFailed` or `WorkerFailed`: the
  ///   command itself is recorded then, so it is not given again.
  @discardableResult
  public func perform<Result: Sendable>(
    _ body: @Sendable (UnitOfWork) async throws -> Result
  ) async throws -> Result {
    let result: Result
    do {
      result = try await retryingOnConcurrencyError { try await recorded(body) }
    } catch  where error is StoredButNotHandled || (error as? RecorderError)?.code == .unknownOutcome {
      // It is recorded, or may be; what has gone wrong there comes first.
      try? await afterCommand()
      throw error
    }
    try await afterCommand()
    return result
  }

  /// Runs a unit of work of the application, once.
  ///
  /// - Parameter isTrackedAlone: Whether the tracking record is stored also if there is nothing else to record.
  /// - Throws: What `UnitsOfWork.perform(tracking:_:)` throws.
  func recorded<Result: Sendable>(
    tracking: TrackingRecord? = nil, isTrackedAlone: Bool = true,
    _ body: @Sendable (UnitOfWork) async throws -> Result
  ) async throws -> Result {
    try await ProcessApplication.$current.withValue(application) {
      try await units.perform(tracking: tracking, isTrackedAlone: isTrackedAlone, body)
    }
  }

  /// The entities of one kind, as they are recorded.
  ///
  /// - Throws: `KindNotInCatalog`.
  public func repository<Entity: EventSourced>(of entity: Entity.Type) throws -> Repository<Entity> {
    Repository(eventStore: try application.storedCatalog.eventStore(of: Entity.Event.self, in: recorder))
  }
}
