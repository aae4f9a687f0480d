extension LocalNotificationLog {
  /// A section by the rule of the Python library `eventsourcing` 9.5: up to as many items as the id spans, and not more
  /// than the size of a section, from its first number on; named by the ids that were found.
  ///
  /// Where ids are missing the section reaches further than was asked for, so that no section is empty but the last.
  public func section(_ id: String) async throws -> NotificationSection {
    let asked = try SectionID(id)
    let start = max(asked.first, 1)
    let (span, isHuge) = asked.last.subtractingReportingOverflow(start)
    let limit = isHuge ? sectionSize : min(max(0, span.plus(1)), sectionSize)
    guard limit > 0 else { return NotificationSection(id: nil, items: [], nextID: nil) }
    let items = try await recorder.notifications(after: start - 1, limit: limit)
    guard let first = items.first, let last = items.last else {
      return NotificationSection(id: nil, items: [], nextID: nil)
    }
    let isFull = items.count == limit && last.id < .max
    return NotificationSection(
      id: SectionID(first: first.id, last: last.id).text, items: items,
      nextID: isFull ? SectionID(first: last.id + 1, last: last.id.plus(limit)).text : nil)
  }
}
