public import EventSourcing
import Foundation

/// How a payload is stored, to be compared with what is written in a test by hand.
///
/// Stored names must never change by accident: put one example of each event of a model in a test, and all cases of
/// each enum that stands inside one.
///
///     let form = try StoredForm(of: Example.Event.created(foo: "bar1"))
///     #expect(form == StoredForm(topic: "Example.created", data: #"{"foo":"bar1"}"#))
public struct StoredForm: Hashable, Sendable, CustomStringConvertible {
  public let topic: String

  /// The data as text.
  public let data: String

  public init(topic: String, data: String) {
    self.topic = topic
    self.data = data
  }

  /// The stored form of a payload.
  ///
  /// - Parameters:
  ///   - payload: An example.
  ///   - transcoder: The one that the events are stored with, if that is another than the default.
  public init<Payload: EventPayload>(of payload: Payload, by transcoder: any Transcoder = JSONTranscoder()) throws {
    let event = DomainEvent(
      entityID: Sample.id(1), entityVersion: 0, timestamp: Timestamp(microseconds: 0), payload: payload)
    let item = try SequencedItemMapper<DomainEvent<Payload>>(transcoder: transcoder).item(from: event)
    self.init(topic: item.topic, data: String(decoding: item.data, as: UTF8.self))
  }

  /// The payload that is read from this stored form.
  ///
  /// - Parameters:
  ///   - type: The payload's.
  ///   - transcoder: The one that the events are stored with, if that is another than the default.
  /// - Throws: `UnreadableItem`.
  public func payload<Payload: EventPayload>(
    as type: Payload.Type, by transcoder: any Transcoder = JSONTranscoder()
  ) throws -> Payload {
    let item = SequencedItem(
      sequenceID: Sample.id(1), position: 0, topic: topic, data: Data(data.utf8),
      timestamp: Timestamp(microseconds: 0))
    return try SequencedItemMapper<DomainEvent<Payload>>(transcoder: transcoder).event(from: item).payload
  }

  public var description: String { "\(topic) \(data)" }
}

extension StoredForm {
  /// What is stored of a value inside a payload, such as an enum of its own, as text.
  ///
  /// - Parameters:
  ///   - value: An example.
  ///   - transcoder: The one that the events are stored with, if that is another than the default.
  /// - Throws: `EncodingError`.
  public static func text(
    of value: some Encodable, by transcoder: any Transcoder = JSONTranscoder()
  ) throws -> String {
    String(decoding: try transcoder.encode(value), as: UTF8.self)
  }

  /// What is stored of each case of an enum inside a payload: of all, so that none can be renamed, added or forgotten
  /// by accident.
  ///
  ///     #expect(try StoredForm.texts(of: Seat.self) == [#""stalls""#, #""balcony""#])
  ///
  /// - Throws: `EncodingError`.
  public static func texts<Value: CaseIterable & Encodable>(of type: Value.Type) throws -> [String] {
    var texts: [String] = []
    for value in type.allCases { texts.append(try text(of: value)) }
    return texts
  }
}
