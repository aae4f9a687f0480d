/// A unit of work was begun inside another one: nothing of the inner one was done.
///
/// What belongs together belongs into one unit; what does not is begun after the other has ended.
public struct NestedUnitOfWork: Error, Hashable, CustomStringConvertible {
  public init() {}

  public var description: String {
    "A unit of work cannot be begun inside another one. Do all in the outer one, or begin this one after it."
  }
}

/// Something was published, read or asserted in a unit of work that had ended, by a task that it did not wait for.
public struct UnitOfWorkEnded: Error, Hashable, CustomStringConvertible {
  public init() {}

  public var description: String {
    "The unit of work has ended, so nothing can be done in it any more. Wait inside it for the tasks that it starts."
  }
}
