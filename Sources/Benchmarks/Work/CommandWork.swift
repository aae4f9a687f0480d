import EventSourcing
import Foundation

extension Benchmark {
  /// What a command costs on something that has grown large, against something that has not.
  static let commands = [
    Benchmark(
      work: Work("commands-aggregate", "Commands that give one aggregate 8 000 lines", target: .atMost(1.5)),
      measure: { work, session in
        try await onLargeAndSmall(work, session) { lines in
          var list = try List.create(.made, id: IDGenerator.timeOrdered.next())
          for number in 0..<lines { try list.trigger(.added(line: number)) }
          return list.lines.count
        }
      }),
    Benchmark(
      work: Work("commands-entity", "Commands that give one entity 8 000 lines", target: .atMost(1.5)),
      measure: { work, session in
        let bus = EventBus(storing: .notRequired)
        return try await onLargeAndSmall(work, session) { lines in
          var list = try await PublishedList.create(.made, id: IDGenerator.timeOrdered.next(), on: bus)
          for number in 0..<lines { try await list.trigger(.added(line: number), on: bus) }
          return list.lines.count
        }
      }),
  ]

  private static func onLargeAndSmall(
    _ work: Work, _ session: Session, _ fill: @escaping (_ lines: Int) async throws -> Int
  ) async throws -> Measurement {
    func filling(_ name: String, _ lines: Int) -> Contender {
      Contender(name, step: lines) { commands in
        try await timed {
          for _ in 0..<commands / lines { try expect(await fill(lines), is: lines, work.name) }
        }
      }
    }
    return try await session.compare(
      work, unit: "commands/s", meaning: .time, filling("8 000 lines", 8_000), with: filling("1 000 lines", 1_000))
  }
}

/// What happens to a list.
private enum ListEvent: EventPayload {
  case made
  case added(line: Int)

  static let storedName = "List"
  enum CodingKeys: String, CodingKey, CaseIterable { case made, added }
}

/// An aggregate with an array that grows.
private struct List: Aggregate {
  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<ListEvent>()
  var lines: [Int] = []

  static func mutate(_ list: inout List?, with event: DomainEvent<ListEvent>) {
    switch event.payload {
    case .made: list = List(lifecycle: Lifecycle(createdBy: event))
    case .added(let line): list?.lines.append(line)
    }
  }
}

/// The same as an entity.
private struct PublishedList: Entity {
  var lifecycle: Lifecycle
  var lines: [Int] = []

  static func mutate(_ list: inout PublishedList?, with event: DomainEvent<ListEvent>) {
    switch event.payload {
    case .made: list = PublishedList(lifecycle: Lifecycle(createdBy: event))
    case .added(let line): list?.lines.append(line)
    }
  }
}
