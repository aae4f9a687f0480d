public import Foundation

/// Turns events into items and back: encodes, compresses, encrypts, in this order, and the reverse.
///
/// A mapper belongs to one type of event, so encryption can be chosen for each: give one mapper a cipher and
/// another none.
public struct SequencedItemMapper<Event: SequencedEvent>: Sendable {
  /// What the positions of these events mean.
  public let kind: SequenceKind

  private let sequenceID: @Sendable (Event) -> UUID
  private let position: @Sendable (Event) -> Int
  private let transcoder: any Transcoder
  private let jsonTranscoder: JSONTranscoder?
  private let compressor: (any Compressor)?
  private let cipher: (any Cipher)?
  let isProtecting: Bool
  private let catalog = TopicCatalog<Event.Payload>()

  /// Makes a mapper for events of any struct.
  ///
  /// - Parameters:
  ///   - sequenceID: The property that says which sequence an event belongs to.
  ///   - position: The property that says where in the sequence it stands.
  ///   - kind: What the positions mean.
  ///   - transcoder: How values become bytes.
  ///   - compressor: Makes the data smaller; nothing does unless given.
  ///   - cipher: Encrypts the data, and refuses to read data that is not encrypted; nothing does unless given.
  public init(
    sequenceID: any KeyPath<Event, UUID> & Sendable,
    position: any KeyPath<Event, Int> & Sendable,
    kind: SequenceKind,
    transcoder: any Transcoder = JSONTranscoder(),
    compressor: (any Compressor)? = nil,
    cipher: (any Cipher)? = nil
  ) {
    self.init(
      sequenceID: { $0[keyPath: sequenceID] }, position: { $0[keyPath: position] }, kind: kind,
      transcoder: transcoder, compressor: compressor, cipher: cipher)
  }

  /// With closures, since a key path takes several times as long for each event.
  private init(
    sequenceID: @escaping @Sendable (Event) -> UUID, position: @escaping @Sendable (Event) -> Int, kind: SequenceKind,
    transcoder: any Transcoder, compressor: (any Compressor)?, cipher: (any Cipher)?
  ) {
    self.sequenceID = sequenceID
    self.position = position
    self.kind = kind
    self.transcoder = transcoder
    jsonTranscoder = transcoder as? JSONTranscoder
    self.compressor = compressor
    self.cipher = cipher
    isProtecting = compressor != nil || cipher != nil
  }

  /// The same mapper with another protection in place of its own.
  func protected(by protection: EventProtection) -> Self {
    Self(
      sequenceID: sequenceID, position: position, kind: kind, transcoder: transcoder, compressor: protection.compressor,
      cipher: protection.cipher)
  }

  /// The topics that a case is or was stored under, oldest version first: what to read to find all its events.
  public func topics(of key: Event.Payload.CodingKeys) -> [String] {
    catalog.topics(of: key)
  }

  /// The item that stands for an event.
  ///
  /// - Throws: `UnstorableEvent` if it could not be read again; `NoStoredName`, `NotAnEnumOfCases`; what the compressor
  ///   or the cipher throws.
  public func item(from event: Event) throws -> SequencedItem {
    try protected(plainItem(from: event))
  }

  /// Whether an item holds what an event says, byte for byte, when neither is compressed or encrypted.
  ///
  /// - Throws: What reading the item and making another throw.
  func isSame(_ event: Event, as item: SequencedItem) throws -> Bool {
    let plain = try plainItem(from: event)
    if try item.replacing(data: unprotected(item)).isSame(as: plain) { return true }
    // It may have been stored in an older shape, or with its keys in another order.
    return try plainItem(from: self.event(from: item)).isSame(as: plain)
  }

  private func plainItem(from event: Event) throws -> SequencedItem {
    let name = CaseName()
    let (data, object): (Data, QuickJSONObject?)
    do {
      (data, object) = try encode(FlatPayload(event.payload), name)
    } catch {
      if error is NotAnEnumOfCases { throw error }
      let error = error as? EncodingError
      if name.key == nil, error != nil { throw NoStoredName(of: event.payload) }
      throw unstorable(event, name.key ?? "", .notEncoded(at: error?.place ?? ""))
    }
    guard let key = name.key, let topic = catalog.topic(forCase: key) else { throw NotAnEnumOfCases() }
    // `JSONEncoder` writes a `Decimal` that is not a number, and a type may write what it does not read.
    if !isRead(object, key) {
      do {
        _ = try transcoder.decode(FlatPayload<Event.Payload>.self, from: data, configuration: key)
      } catch {
        throw unstorable(event, key, .notReadAgain(at: (error as? DecodingError)?.place ?? ""))
      }
    }
    return try SequencedItem(
      sequenceID: sequenceID(event), position: position(event), topic: topic, data: data,
      timestamp: event.timestamp, metadata: event.metadata.storedText())
  }

  private func isRead(_ object: QuickJSONObject?, _ key: String) -> Bool {
    guard let object, let jsonTranscoder else { return false }
    return jsonTranscoder.reads(FlatPayload<Event.Payload>.self, in: object, configuration: key)
  }

  private func encode(_ payload: FlatPayload<Event.Payload>, _ name: CaseName) throws -> (Data, QuickJSONObject?) {
    if let jsonTranscoder { return try jsonTranscoder.encodeToBeRead(payload, configuration: name) }
    return (try transcoder.encode(payload, configuration: name), nil)
  }

  private func unstorable(_ event: Event, _ key: String, _ problem: UnstorableEvent.Problem) -> UnstorableEvent {
    UnstorableEvent(
      sequenceID: sequenceID(event), position: position(event), topic: catalog.topic(forCase: key) ?? "",
      problem: problem)
  }

  /// The event that an item stands for.
  ///
  /// - Throws: `UnreadableItem`; what a cipher throws that is not a `DecryptionError`.
  public func event(from item: SequencedItem) throws -> Event {
    guard let entry = catalog.entry(for: item.topic) else {
      let known = catalog.versionExceeded(by: item.topic)
      throw UnreadableItem(item, known.map { .newerVersion(known: $0) } ?? .unknownTopic)
    }
    let payload = try decoding(item) { stored in
      let data = try entry.upcasts.reduce(stored) { data, upcast in try upcast(data, using: transcoder) }
      return try transcoder.decode(
        FlatPayload<Event.Payload>.self, from: data, configuration: entry.key.stringValue
      ).payload
    }
    return Event(
      sequenceID: item.sequenceID, position: item.position, timestamp: item.timestamp, payload: payload,
      metadata: try metadata(of: item))
  }

  /// The values of an item in a shape of your own, whatever its topic: for tools that look at old items.
  ///
  /// - Throws: `UnreadableItem`.
  public func values<Shape: Decodable>(_ shape: Shape.Type, from item: SequencedItem) throws -> Shape {
    try decoding(item) { data in try transcoder.decode(shape, from: data) }
  }

  /// What an item says is known about its event.
  ///
  /// - Throws: `UnreadableItem`.
  func metadata(of item: SequencedItem) throws -> EventMetadata {
    guard let metadata = EventMetadata(storedText: item.metadata) else {
      throw UnreadableItem(item, .unreadableMetadata)
    }
    return metadata
  }

  private func protected(_ item: SequencedItem) throws -> SequencedItem {
    guard isProtecting else { return item }
    let data = try compressor?.compress(item.data) ?? item.data
    return item.replacing(data: try cipher?.encrypt(data, authenticating: item.place) ?? data)
  }

  private func decoding<Value>(_ item: SequencedItem, _ decode: (Data) throws -> Value) throws -> Value {
    let data = try unprotected(item)
    do {
      return try decode(data)
    } catch let error as DecodingError {
      throw UnreadableItem(item, .malformed(at: error.place), isPerhapsProtected: isPerhapsProtected(data))
    } catch let error as UpcastFailed {
      throw UnreadableItem(item, .notUpcast(errorType: error.errorType))
    } catch {
      throw UnreadableItem(item, .malformed(at: ""))
    }
  }

  /// Whether data may be compressed or encrypted: it is not what the transcoder writes, and nothing has undone it.
  private func isPerhapsProtected(_ data: Data) -> Bool {
    !isProtecting && !data.isEmpty && (try? transcoder.decode(Anything.self, from: data)) == nil
  }

  private func unprotected(_ item: SequencedItem) throws -> Data {
    guard isProtecting else { return item.data }
    var data = item.data
    if let cipher {
      do {
        data = try cipher.decrypt(data, authenticating: item.place)
      } catch let error as DecryptionError {
        throw UnreadableItem(item, .notDecrypted(error))
      }
    }
    if let compressor {
      do {
        data = try compressor.decompress(data)
      } catch {
        throw UnreadableItem(item, .notDecompressed)
      }
    }
    return data
  }
}

extension SequencedItemMapper {
  /// Makes a mapper for the domain events of an entity, which count up.
  public init<Payload>(
    transcoder: any Transcoder = JSONTranscoder(),
    compressor: (any Compressor)? = nil,
    cipher: (any Cipher)? = nil
  ) where Event == DomainEvent<Payload> {
    self.init(
      sequenceID: { $0.entityID }, position: { $0.entityVersion }, kind: .counted,
      transcoder: transcoder, compressor: compressor, cipher: cipher)
  }

  /// Makes a mapper for events that have a place in time only.
  public init<Payload>(
    transcoder: any Transcoder = JSONTranscoder(),
    compressor: (any Compressor)? = nil,
    cipher: (any Cipher)? = nil
  ) where Event == TimestampedEvent<Payload> {
    self.init(
      sequenceID: { $0.logID }, position: { $0.timestamp.microseconds }, kind: .timed,
      transcoder: transcoder, compressor: compressor, cipher: cipher)
  }
}

/// Reads whatever is there, and keeps nothing of it.
private struct Anything: Decodable {
  init(from decoder: any Decoder) {}
}
