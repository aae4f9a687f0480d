public import EventSourcing
public import Foundation

extension Story {
  /// Shows events, one a row.
  public func events(_ events: [DomainEvent<some EventPayload>]) {
    table(
      ["entity", "position", "time", "event"],
      events.map { event in
        [event.entityID.short, String(event.entityVersion), event.timestamp.timeOfDay, caseText(event.payload)]
      })
  }

  /// Shows items as they are stored, one a row.
  public func items(_ items: [SequencedItem]) {
    table(
      ["sequence", "position", "time", "topic", "data"],
      items.map { item in
        [item.sequenceID.short, String(item.position), item.timestamp.timeOfDay, item.topic, item.data.readable]
      })
  }

  /// The case and its values, as in `valueChanged(name: foo, value: "bar2")`, without the names of modules.
  private func caseText(_ payload: some EventPayload) -> String {
    guard let child = Mirror(reflecting: payload).children.first, let name = child.label else {
      return String(describing: payload)
    }
    let values = Mirror(reflecting: child.value).children.map { value in
      let text = (value.value as? String).map { "\"\($0)\"" } ?? String(describing: value.value).shorteningIDs
      return "\(value.label ?? ""): \(text)"
    }
    return "\(name)(\(values.joined(separator: ", ")))"
  }
}

extension UUID {
  /// The last four digits, after an ellipsis: enough to tell a story's ids apart.
  public var short: String { "…" + uuidString.suffix(4) }
}

extension Timestamp {
  /// The hour, minute and second, in UTC.
  public var timeOfDay: String { String(description.suffix(8)) }
}

extension Data {
  /// The bytes as text, where they are text.
  public var readable: String {
    String(validating: self, as: UTF8.self)?.printable ?? "(unreadable bytes)"
  }
}

extension String {
  /// The text with each id in its short form.
  var shorteningIDs: String {
    replacing(/[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{8}([0-9A-F]{4})/) { "…\($0.output.1)" }
  }

  /// The text with line breaks and other control characters written out, so that it keeps to its line.
  public var printable: String {
    unicodeScalars.reduce(into: "") { text, scalar in
      text += scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: true) : String(scalar)
    }
  }
}
