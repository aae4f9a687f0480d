public import EventSourcing

/// A log that is followed: under which name its position is kept, and how its events are read.
public struct Upstream: Sendable {
  /// The name of the application that it is the log of.
  public let name: String

  /// The kinds of events in it, and how each is protected.
  public let catalog: EventCatalog

  public let log: any NotificationLog

  public init(_ name: String, catalog: EventCatalog, log: any NotificationLog) {
    self.name = name
    self.catalog = catalog
    self.log = log
  }

  /// The log of an application that is hosted here.
  public init(_ hosted: HostedApplication) {
    self.init(hosted.application.name, catalog: hosted.application.storedCatalog, log: hosted.log)
  }
}
