public import EventSourcing
public import Foundation

/// An application could not react on a deadline that has passed, and has stopped before it: the deadline is as it was.
///
/// A deadline is not parked. Correct the code and run it again, or cancel the deadline by a command.
public struct DeadlineFailed: Error {
  public let application: String

  /// The name of the deadline.
  public let name: String

  /// What the deadline is for.
  public let subject: UUID

  /// When it has passed.
  public let due: Timestamp

  /// What went wrong.
  public let underlying: any Error

  public init(application: String, deadline: PassedDeadline, underlying: any Error) {
    self.application = application
    name = deadline.name
    subject = deadline.subject
    due = deadline.due
    self.underlying = underlying
  }
}

extension DeadlineFailed: CustomStringConvertible {
  public var description: String {
    "“\(application)” has stopped before the deadline “\(name)” for \(subject), which has passed at \(due): "
      + FailureReason.text(of: underlying)
  }
}
