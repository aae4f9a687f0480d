import EventSourcing
import Foundation
import Step1Events
import Story

/// A case is renamed, and what was stored under its old name cannot be read any more.
enum Trap1: Trap {
  static let title = "A stored name that follows a Swift name"

  // snippet.naive
  /// The events when the first rows were written.
  enum Then: Codable {
    case created(foo: String)
    case valueChanged(name: String, value: String)
  }

  /// The events today: somebody has found a shorter name.
  enum Today: Codable {
    case created(foo: String)
    case changed(name: String, value: String)
  }
  // snippet.end

  static func spring(_ story: Story) throws {
    story.part("Swift's own coding stores a case under the name it has in the code:")
    let row = try JSONEncoder.sorted.encode(Then.valueChanged(name: "foo", value: "bar2"))
    story.say(row.readable)

    story.part("The case is renamed. It compiles, its tests pass, and then it meets a row that was written before:")
    do {
      throw NotAsTold("The row was read: \(try JSONDecoder().decode(Today.self, from: row))")
    } catch DecodingError.typeMismatch(_, let problem) {
      story.say("✗ \(problem.debugDescription)")
    }

    try cured(story)
  }

  /// The events today, and under which name each is stored.
  enum Renamed: EventPayload {
    case created(foo: String)
    case changed(name: String, value: String)
    case discarded

    static let storedName = "Example"

    enum CodingKeys: String, CodingKey, CaseIterable {
      case created, discarded
      case changed = "valueChanged"
    }
  }

  private static func cured(_ story: Story) throws {
    story.part("Step 1's event is stored under a name that was chosen:")
    let event = DomainEvent(
      entityID: story.ids.next(), entityVersion: 1, timestamp: story.clock.now(),
      payload: ExampleEvent.valueChanged(name: .foo, value: "bar2"))
    let item = try SequencedItemMapper().item(from: event)
    story.items([item])

    story.part("The case is renamed, and its key keeps the name. The same row, read by the new code:")
    let mapper = SequencedItemMapper<DomainEvent<Renamed>>()
    story.events([try mapper.event(from: item)])
  }
}

extension JSONEncoder {
  /// Makes the same bytes of the same value on each run.
  fileprivate static var sorted: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return encoder
  }
}
