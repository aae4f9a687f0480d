extension UnitOfWork {
  /// Adds entries for now to a log, each at a place of its own.
  ///
  /// Another process may take the same microsecond: then the whole unit is refused with a `ConcurrencyError`.
  ///
  /// - Returns: The entries, with the times at which they stand if the unit is recorded.
  /// - Throws: `KindNotInCatalog`; what the mapper throws; `UnitOfWorkEnded`.
  @discardableResult
  public func append<Payload>(
    _ payloads: [Payload], to log: EventLog<Payload>
  ) throws -> [TimestampedEvent<Payload>] {
    let entries = log.placed(payloads)
    for entry in entries { try append(entry) }
    return entries
  }

  /// Adds an entry for now to a log.
  ///
  /// - Returns: The entry, with the time at which it stands if the unit is recorded.
  /// - Throws: As for a list of entries.
  @discardableResult
  public func append<Payload>(_ payload: Payload, to log: EventLog<Payload>) throws -> TimestampedEvent<Payload> {
    try append([payload], to: log)[0]
  }
}
