import EventSourcing
import EventSourcingTestKit
import Foundation
import Testing

@Suite("A snapshot form")
struct SnapshotFormTests {
  private let pinned = SnapshotForm(
    version: 3,
    state: #"{"count":2,"lifecycle":{"createdOn":0,"id":"00000000-0000-4000-8000-000000000001","isDiscarded":false,"#
      + #""lastModifiedOn":2000000,"version":3}}"#)

  @Test func `is what is stored of an example`() throws {
    #expect(try SnapshotForm(of: Meter.self, after: .built, .read, .read) == pinned)
    #expect(try SnapshotForm(of: Meter.self, after: .built, .scrapped) == SnapshotForm(version: 3, state: nil))
  }

  @Test func `is another where the state has another shape, or is folded in another way`() throws {
    #expect(try SnapshotForm(of: NamedMeter.self, after: .built, .read, .read) != pinned)
    #expect(try SnapshotForm(of: DoublingMeter.self, after: .built, .read, .read) != pinned)
  }

  @Test func `reads back as the entity`() throws {
    #expect(try pinned.entity(as: Meter.self)?.count == 2)
    #expect(try pinned.entity(as: Meter.self)?.version == 3)
    #expect(throws: DecodingError.self) { try pinned.entity(as: NamedMeter.self) }
    #expect(try SnapshotForm(version: 3, state: nil).entity(as: Meter.self) == nil)
  }

  @Test func `is what another transcoder stores, if that is the one`() throws {
    let form = try SnapshotForm(of: DatedMeter.self, after: .built, by: JSONTranscoder(dates: .iso8601))
    #expect(form.state?.contains(#""built":"1970-01-01T00:00:00.000Z""#) == true)
  }
}

private enum MeterEvent: EventPayload {
  static let storedName = "Meter"
  case built, read, scrapped
  enum CodingKeys: String, CodingKey, CaseIterable { case built, read, scrapped }
}

private protocol AnyMeter: Entity, Snapshottable, Equatable where Event == MeterEvent {
  init(lifecycle: Lifecycle)
  mutating func read()
}

extension AnyMeter {
  static var snapshotVersion: SnapshotVersion { 3 }

  static func mutate(_ meter: inout Self?, with event: DomainEvent<MeterEvent>) {
    switch event.payload {
    case .built: meter = Self(lifecycle: Lifecycle(createdBy: event))
    case .read: meter?.read()
    case .scrapped: meter = nil
    }
  }
}

private struct Meter: AnyMeter {
  var lifecycle: Lifecycle
  var count = 0
  init(lifecycle: Lifecycle) { self.lifecycle = lifecycle }
  mutating func read() { count += 1 }
}

private struct NamedMeter: AnyMeter {
  var lifecycle: Lifecycle
  var count = 0
  var name = ""
  init(lifecycle: Lifecycle) { self.lifecycle = lifecycle }
  mutating func read() { count += 1 }
}

private struct DoublingMeter: AnyMeter {
  var lifecycle: Lifecycle
  var count = 0
  init(lifecycle: Lifecycle) { self.lifecycle = lifecycle }
  mutating func read() { count += 2 }
}

private struct DatedMeter: AnyMeter {
  var lifecycle: Lifecycle
  var built = Date(timeIntervalSince1970: 0)
  init(lifecycle: Lifecycle) { self.lifecycle = lifecycle }
  mutating func read() {}
}
