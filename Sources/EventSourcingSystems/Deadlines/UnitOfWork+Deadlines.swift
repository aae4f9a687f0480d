public import EventSourcing
public import Foundation

extension UnitOfWork {
  /// Sets a deadline of the application that this unit is of, or sets it anew.
  ///
  /// - Parameters:
  ///   - name: Which of the application's reactions is called when it has passed.
  ///   - id: What the deadline is for: there is one of each name for it.
  ///   - time: When it has passed, by the clock of the runner.
  /// - Throws: `UnknownDeadline`; what reading and storing it throws.
  public func setDeadline(_ name: String, for id: UUID, at time: Timestamp) async throws {
    try ProcessApplication.current?.checkDeadline(name)
    let deadlineID = Deadline.id(name, for: id)
    let deadlines = repository(of: Deadline.self)
    guard try await deadlines.contains(deadlineID) else {
      var deadline = try Deadline.create(.set(name: name, for: id, due: time), id: deadlineID)
      return try await deadline.save()
    }
    var deadline = try await deadlines[deadlineID]
    guard deadline.due != time else { return }
    try deadline.trigger(.moved(due: time))
    try await deadline.save()
  }

  /// Has a deadline pass by in silence; one that is not set, or has passed, is none.
  ///
  /// - Throws: What reading and storing it throws.
  public func cancelDeadline(_ name: String, for id: UUID) async throws {
    let deadlines = repository(of: Deadline.self)
    let deadlineID = Deadline.id(name, for: id)
    guard try await deadlines.contains(deadlineID) else { return }
    var deadline = try await deadlines[deadlineID]
    guard deadline.due != nil else { return }
    try deadline.trigger(.cancelled)
    try await deadline.save()
  }
}
