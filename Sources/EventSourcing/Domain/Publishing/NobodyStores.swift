/// A command was refused because nobody stores its events: nothing was published, and nothing has changed.
public struct NobodyStores: Error, Hashable, CustomStringConvertible {
  /// The stored name of the payload.
  public let storedName: String

  public init(storedName: String) {
    self.storedName = storedName
  }

  public var description: String {
    """
    Nobody stores the events of “\(storedName)” on this bus, so the command was refused. Make a PersistencePolicy \
    for them first, on the same bus, and keep it open as long as there are commands. Detached tasks, and tasks that a \
    dispatch queue or an event loop starts, find another bus. Run them inside EventBus.$current.withValue(yours) { … }, \
    or hand your bus on with “on:”. Of a model alone the bus is made with EventBus(storing: .notRequired).
    """
  }
}
