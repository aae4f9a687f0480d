/// What turns the notifications of logs into a view: a name, a version, and a reaction to each kind of events that
/// concerns it.
///
///     let sales = try Projection("sales", of: catalog, in: SQLiteView.self)
///       .preparing { view in try view.execute("CREATE TABLE \(view.tables["days"]) (day TEXT PRIMARY KEY, cents INTEGER)") }
///       .when(Order.Event.self) { event, view in … }
///
/// It asks for all events of the kinds that it reacts on, whatever their case and version: one that this program does not
/// know stops it, or is parked, and is never passed over. Items of other kinds do not concern it.
public struct Projection<V: View>: Sendable {
  /// A reaction to one kind of events, by its stored name.
  struct Reaction: Sendable {
    let kind: StoredKind
    let react: @Sendable (SequencedItem, inout V.Content) throws -> Void
  }

  /// What is done in the world about one kind of events.
  struct Effect: Sendable {
    let kind: StoredKind
    let perform: @Sendable (SequencedItem, EffectKey) async throws -> Void
  }

  /// What the view is found by, beside its version.
  public let name: String

  /// Counts the shapes of the view: raise it whenever the reactions or the tables change, and the view is made anew.
  public let version: Int

  /// The kinds of events, and how each is read.
  public let catalog: EventCatalog

  private(set) var preparations: [@Sendable (inout V.Content) throws -> Void] = []
  private(set) var reactions: [Reaction] = []
  private(set) var effects: [Effect] = []

  /// Makes a projection that does not react on anything yet.
  ///
  /// - Parameters:
  ///   - name: At most 32 bytes, without a `$` and a NUL: the names of tables begin with it.
  ///   - version: At least 1.
  ///   - catalog: The kinds of events, and how each is read.
  ///   - view: Where the view is to be kept.
  /// - Throws: `InvalidProjection`.
  public init(
    _ name: String, version: Int = 1, of catalog: EventCatalog, in view: V.Type
  ) throws(InvalidProjection) {
    try InvalidProjection.check(name: name)
    guard version > 0 else { throw .impossibleVersion(version) }
    self.name = name
    self.version = version
    self.catalog = catalog
  }

  /// Makes what the view needs before anything is projected, its tables for example; in one transaction with the
  /// beginning of each generation.
  public func preparing(_ body: @escaping @Sendable (inout V.Content) throws -> Void) -> Projection {
    changed { $0.preparations.append(body) }
  }

  /// Reacts on the events of a kind of entity; several reactions on one kind are called in the order of the code.
  ///
  /// - Parameters:
  ///   - payload: What happens to the entity.
  ///   - react: Changes the view. It may be called again for an event whose transaction came to nothing, so it changes
  ///     the view and nothing else.
  /// - Throws: `KindNotInCatalog`.
  public func when<Payload: EventPayload>(
    _ payload: Payload.Type, _ react: @escaping @Sendable (DomainEvent<Payload>, inout V.Content) throws -> Void
  ) throws(KindNotInCatalog) -> Projection {
    reacting(by: try catalog.mapper(of: payload), react)
  }

  /// Reacts on the entries of logs.
  ///
  /// - Throws: `KindNotInCatalog`.
  public func when<Payload: EventPayload>(
    entriesOf payload: Payload.Type,
    _ react: @escaping @Sendable (TimestampedEvent<Payload>, inout V.Content) throws -> Void
  ) throws(KindNotInCatalog) -> Projection {
    reacting(by: try catalog.mapper(ofEntries: payload), react)
  }

  /// Does something in the world about the events of a kind of entity: sends a mail, tells a machine.
  ///
  /// An effect is apart from the view: it has a position of its own, which no rebuild and no new version sets back. It is
  /// done at least once, one at a time for each log, and is over when it returns. One process at a time does effects, for as
  /// long as it holds a lock: one that has lost its connection may be at its last one when another has taken over.
  ///
  /// - Parameters:
  ///   - payload: What happens to the entity.
  ///   - perform: Gets a key that is the same whenever it is called for the same event, so that what it calls can know
  ///     a second time.
  /// - Throws: `KindNotInCatalog`.
  public func effect<Payload: EventPayload>(
    _ payload: Payload.Type, _ perform: @escaping @Sendable (DomainEvent<Payload>, EffectKey) async throws -> Void
  ) throws(KindNotInCatalog) -> Projection {
    let mapper = try catalog.mapper(of: payload)
    return changed { projection in
      projection.effects.append(
        Effect(kind: StoredKind(Payload.storedName)) { item, key in try await perform(mapper.event(from: item), key)
        })
    }
  }

  private func reacting<Event: SequencedEvent>(
    by mapper: SequencedItemMapper<Event>, _ react: @escaping @Sendable (Event, inout V.Content) throws -> Void
  ) -> Projection {
    changed { projection in
      projection.reactions.append(
        Reaction(kind: StoredKind(Event.Payload.storedName)) { item, content in
          try react(mapper.event(from: item), &content)
        })
    }
  }

  private func changed(_ change: (inout Projection) -> Void) -> Projection {
    var copy = self
    change(&copy)
    return copy
  }
}

extension Projection {
  /// Which items the view is made of.
  var filter: TopicFilter { .storedNames(reactions.map(\.kind.storedName)) }

  /// Which items something is done about in the world.
  var filterOfEffects: TopicFilter { .storedNames(effects.map(\.kind.storedName)) }

  /// Makes what the view needs before anything is projected.
  var prepare: @Sendable (inout V.Content) throws -> Void {
    let preparations = preparations
    return { content in for prepare in preparations { try prepare(&content) } }
  }

  /// Changes the view as an item asks for.
  func apply(_ item: SequencedItem, to content: inout V.Content) throws {
    for reaction in reactions where reaction.kind.matches(item.topic) { try reaction.react(item, &content) }
  }
}
