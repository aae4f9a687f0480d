import EventSourcing
import Foundation

/// Into how many partitions an application divides its work on one upstream, kept as events among its own.
struct PartitionRegister: Aggregate {
  enum Event: EventPayload {
    case divided(upstream: String, partitions: Int, from: LogPosition)

    static let storedName = "PartitionRegister"
    enum CodingKeys: String, CodingKey, CaseIterable { case divided }
  }

  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()
  private(set) var partitions: Int

  /// From where on it is divided so: up to there all was dealt with before.
  private(set) var start: LogPosition

  static func mutate(_ register: inout PartitionRegister?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .divided(_, let partitions, let start):
      guard register != nil else {
        register = PartitionRegister(lifecycle: Lifecycle(createdBy: event), partitions: partitions, start: start)
        return
      }
      register?.partitions = partitions
      register?.start = start
    }
  }

  /// The id of the register of an upstream.
  static func id(of upstream: String) -> UUID {
    UUID(named: "PartitionRegister.\(upstream)", in: namespace)
  }

  fileprivate static let namespace = UUID(
    uuid: (0x3d, 0x0b, 0x6f, 0x52, 0x97, 0x14, 0x4a, 0xe8, 0x8c, 0x2b, 0x71, 0xd6, 0x05, 0xf9, 0xa3, 0x4e))
}

/// A partition that is worked on no more, kept as an event of the application that follows.
///
/// Each transaction of a worker asserts that its partition is not retired. It is a sequence of its own for each, since
/// PostgreSQL has those wait for each other that assert the same one.
struct RetiredPartition: Aggregate {
  enum Event: EventPayload {
    case retired(partition: String)

    static let storedName = "RetiredPartition"
    enum CodingKeys: String, CodingKey, CaseIterable { case retired }
  }

  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()

  static func mutate(_ partition: inout RetiredPartition?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .retired: partition = RetiredPartition(lifecycle: Lifecycle(createdBy: event))
    }
  }

  /// The id of what is recorded of a partition.
  ///
  /// - Parameter trackingName: The name that its position is kept under.
  static func id(of trackingName: String) -> UUID {
    UUID(named: "RetiredPartition.\(trackingName)", in: PartitionRegister.namespace)
  }
}
