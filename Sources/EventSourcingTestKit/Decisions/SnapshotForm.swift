public import EventSourcing
import Foundation

/// What a snapshot of an example looks like, to be compared with what is written in a test by hand.
///
/// It pins the shape of the state, and how the mutator folds: give it events of all cases. When it no longer is what
/// the test says, raise the `snapshotVersion`, and write down the new form with it; without that, snapshots that are
/// stored would be read as what they are not.
///
///     let form = try SnapshotForm(of: Account.self, after: .opened(owner: "ada"), .deposited(cents: 5))
///     #expect(form == SnapshotForm(version: 1, state: #"{"cents":5,"lifecycle":…,"owner":"ada"}"#))
public struct SnapshotForm: Hashable, Sendable, CustomStringConvertible {
  public let version: SnapshotVersion

  /// The state as text; `nil` if the events have discarded the entity.
  public let state: String?

  public init(version: SnapshotVersion, state: String?) {
    self.version = version
    self.state = state
  }

  /// The form of an entity that some events have made.
  ///
  /// Each event happens a second after the one before, the first in 1970; the id is `00000000-0000-4000-8000-000000000001`.
  ///
  /// - Parameters:
  ///   - type: The entity's.
  ///   - payloads: What happened to it, from its creation on.
  ///   - transcoder: The one that the snapshots are stored with, if that is another than the default.
  /// - Throws: `ReplayError`; what the transcoder throws, also if it does not read what it writes.
  public init<Entity: Snapshottable>(
    of type: Entity.Type, after payloads: Entity.Event..., by transcoder: any Transcoder = JSONTranscoder()
  ) throws {
    let id = IDGenerator.counting().next()
    let events = payloads.enumerated().map { version, payload in
      DomainEvent(
        entityID: id, entityVersion: version, timestamp: Timestamp(microseconds: version * 1_000_000),
        payload: payload)
    }
    version = Entity.snapshotVersion
    state = try Entity.replaying(events).map { entity in
      let data = try transcoder.encode(entity)
      _ = try transcoder.decode(type, from: data)
      return String(decoding: data, as: UTF8.self)
    }
  }

  /// The entity that is read from this form; `nil` if it has no state.
  ///
  /// - Parameters:
  ///   - type: The entity's.
  ///   - transcoder: The one that the snapshots are stored with, if that is another than the default.
  /// - Throws: What the transcoder throws.
  public func entity<Entity: Snapshottable>(
    as type: Entity.Type, by transcoder: any Transcoder = JSONTranscoder()
  ) throws -> Entity? {
    try state.map { try transcoder.decode(type, from: Data($0.utf8)) }
  }

  public var description: String { "version \(version): \(state ?? "discarded")" }
}
