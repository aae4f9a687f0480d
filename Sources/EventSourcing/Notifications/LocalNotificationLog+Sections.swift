extension LocalNotificationLog {
  /// A section by the rule of the Python library `eventsourcing` 9.5: up to as many items as the id spans, and not more
  /// than the size of a section, from its first number on; named by the ids that were found.
  ///
  /// Where ids are missing the section reaches further than was asked for, so that no section is empty but those that
  /// begin behind the newest item. What that library does not have is the id of the section before, and `"current"`:
  /// the newest items, as many as a section may have.
  public func section(_ id: String) async throws -> NotificationSection {
    guard !id.utf8.elementsEqual(SectionID.current.utf8) else { return try await currentSection() }
    let asked = try SectionID(id)
    let start = max(asked.first, 1)
    let (span, isHuge) = asked.last.subtractingReportingOverflow(start)
    let limit = isHuge ? sectionSize : min(max(0, span.plus(1)), sectionSize)
    guard limit > 0 else { return NotificationSection(id: nil, items: [], nextID: nil) }
    return try await section(from: start, limit: limit)
  }

  private func currentSection() async throws -> NotificationSection {
    let newest = try await recorder.newestPosition().id
    let current = try await EarlierSection(in: recorder, size: sectionSize).find(upTo: newest)
    return try await section(from: current?.first ?? 1, limit: sectionSize)
  }

  private func section(from start: Int, limit: Int) async throws -> NotificationSection {
    // Where no id is missing, one read finds what is before the section, too.
    let margin = min(sectionSize, start - 1)
    let found = try await recorder.notifications(after: start - 1 - margin, limit: limit.plus(margin))
    let before = found.prefix { $0.id < start }
    let isBeginning = start - 1 == margin
    let previous =
      before.count == sectionSize || isBeginning
      ? SectionID(of: before.map(\.id))
      : try await EarlierSection(in: recorder, size: sectionSize).find(upTo: start - 1)
    return NotificationSection(
      Array(found.dropFirst(before.count).prefix(limit)), limit: limit, previousID: previous?.text)
  }
}

extension NotificationSection {
  /// - Parameters:
  ///   - items: What was found.
  ///   - limit: How many there could have been.
  ///   - previousID: The id of the section before.
  fileprivate init(_ items: [ItemNotification], limit: Int, previousID: String?) {
    guard let first = items.first, let last = items.last else {
      self.init(id: nil, items: [], previousID: previousID, nextID: nil)
      return
    }
    let isFull = items.count == limit && last.id < .max
    self.init(
      id: SectionID(first: first.id, last: last.id).text, items: items, previousID: previousID,
      nextID: isFull ? SectionID(first: last.id + 1, last: last.id.plus(limit)).text : nil)
  }
}
