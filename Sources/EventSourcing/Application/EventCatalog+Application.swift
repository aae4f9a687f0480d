extension Repository {
  /// Makes a repository of the events as a catalog says that they are stored.
  ///
  /// - Throws: `KindNotInCatalog`.
  public init(catalog: EventCatalog, recorder: any Recorder) throws {
    self.init(eventStore: try catalog.eventStore(of: Entity.Event.self, in: recorder))
  }
}

extension PersistencePolicy {
  /// Stores events as a catalog says, so that they are read in the same way by all who have the catalog.
  ///
  /// - Throws: `KindNotInCatalog`; `StoredElsewhere` if somebody stores these events on the bus already.
  public convenience init(catalog: EventCatalog, recorder: any Recorder, bus: EventBus = .current) throws {
    try self.init(eventStore: catalog.eventStore(of: Payload.self, in: recorder), bus: bus)
  }
}
