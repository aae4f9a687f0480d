extension ReplicaRecorder {
  /// Puts back items that are missing, from a backup or as you know that they were, all or nothing: what closes a
  /// `SequenceGap`.
  ///
  ///     let lost = DomainEvent(entityID: id, entityVersion: 1, timestamp: time, payload: Account.Event.deposited(cents: 5))
  ///     try await recorder.restore([store.mapper.item(from: lost)])
  ///
  /// An append could not do it, since it comes after what is stored. Each item gets a new notification id, after all that
  /// were given: followers hear of it late, and hear of it again if they had heard before. Run it by hand, with a backup.
  ///
  /// - Throws: `ConcurrencyError` if there is an item at one of the places; `ReplicaRefused` if others append time and
  ///   again meanwhile; `RecorderError`. Nothing was put back then.
  public func restore(_ items: [SequencedItem]) async throws {
    guard !items.isEmpty else { return }
    var newest = try await newestPosition().id
    var attempts = 100
    while true {
      guard items.count <= .max - newest else { throw RecorderError.idsUsedUp }
      do {
        return try await replicate(
          items.enumerated().map { offset, item in ItemNotification(id: newest + 1 + offset, item: item) })
      } catch let refused as ReplicaRefused where attempts > 1 {
        // Others have appended, or the newest was deleted: its id is not given twice.
        attempts -= 1
        newest = refused.newest
      }
    }
  }
}
