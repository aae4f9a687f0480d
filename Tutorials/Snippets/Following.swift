import EventSourcing

func follow(_ recorder: any Recorder, after kept: LogPosition, mail: (DomainEvent<Order.Event>) async throws -> Void)
  async throws
{
  let mapper = SequencedItemMapper<DomainEvent<Order.Event>>()
  // snippet.follow
  let log = LocalNotificationLog(recorder)
  for try await element in NotificationSubscription(log, after: kept, filter: .storedNames(["Order"])) {
    switch element {
    case .notification(let notification, let position):
      try await mail(try mapper.event(from: notification.item))
      try await keep(position)
    case .caughtUp(let position):
      try await keep(position)
    }
  }
  // snippet.end
}

/// Where a program keeps how far it has come.
private func keep(_ position: LogPosition) async throws {}
