public import EventSourcing
public import Foundation

/// How far one of the workers of a system has come.
public struct WorkerStatus: Hashable, Sendable {
  /// How far a follower has come in a log, and how far that goes.
  public struct Progress: Hashable, Sendable {
    /// The name of the application that is followed.
    public let upstream: String

    /// Which partition it works on.
    public let share: Share

    /// What is written of it; over what does not concern it that is done seldom.
    public let position: LogPosition

    /// The newest notification of the log.
    public let newest: LogPosition

    /// Whether nothing that concerns it comes after the position.
    public let isCaughtUp: Bool

    /// How many notifications of the log are parked, over all partitions.
    public let parked: Int
  }

  /// What a worker is dealing with.
  public struct Work: Hashable, Sendable {
    /// The notification that is reacted on; of a deadline, the one by which it was set.
    public let notificationID: Int

    public let sequenceID: UUID
    public let topic: String

    /// For how long it has been at it: if that is long, a reaction does not return, or the database.
    public let duration: Duration
  }

  /// What it is called, as in `payments < orders#2/3`: who follows, whom, and in which partition.
  public let name: String

  /// The name of the application that it works for.
  public let application: String

  /// How far it has come; `nil` of one that watches deadlines.
  public let progress: Progress?

  /// What it is dealing with at this moment in this process; `nil` if it deals with nothing, or another process does.
  public let work: Work?
}

extension WorkerStatus: CustomStringConvertible {
  public var description: String {
    var text = name
    if let progress {
      text += ": at \(progress.position.id) of \(progress.newest.id)" + (progress.isCaughtUp ? ", caught up" : "")
      if progress.parked > 0 { text += ", \(progress.parked) parked" }
    }
    if let work { text += ", has been at notification \(work.notificationID) (\(work.topic)) for \(work.duration)" }
    return text
  }
}
