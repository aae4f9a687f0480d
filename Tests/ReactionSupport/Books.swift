package import EventSourcing
package import EventSourcingSystems
package import Foundation

/// What is booked of one till; it has the till's id.
///
/// If each event of the till takes effect once, in its order, the entries have its positions in their order.
package struct Account: Aggregate {
  package enum Event: EventPayload, Equatable {
    package static let storedName = "Account"

    case opened
    case booked(position: Int, cents: Int)
    case mailed(key: UUID)

    package enum CodingKeys: String, CodingKey, CaseIterable { case opened, booked, mailed }
  }

  package var lifecycle: Lifecycle
  package var pendingEvents = PendingEvents<Event>()
  package private(set) var positions: [Int] = []
  package private(set) var keys: [UUID] = []

  package static func mutate(_ account: inout Account?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .opened: account = Account(lifecycle: Lifecycle(createdBy: event))
    case .booked(let position, _): account?.positions.append(position)
    case .mailed(let key): account?.keys.append(key)
    }
  }
}

/// A slip of paper about something, which is made once: a receipt, a note of a receipt, that a till was closed.
package struct Slip: Aggregate {
  package enum Event: EventPayload, Equatable {
    package static let storedName = "Slip"

    case receipt(till: UUID, cents: Int)
    case closing(till: UUID)

    package enum CodingKeys: String, CodingKey, CaseIterable { case receipt, closing }
  }

  package var lifecycle: Lifecycle
  package var pendingEvents = PendingEvents<Event>()

  package static func mutate(_ slip: inout Slip?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .receipt, .closing: slip = Slip(lifecycle: Lifecycle(createdBy: event))
    }
  }
}

/// A list of all receipts in the order in which they were made: one for all tills.
package struct Ledger: Aggregate {
  package enum Event: EventPayload, Equatable {
    package static let storedName = "Ledger"

    case begun(receipt: UUID)
    case entered(receipt: UUID)

    package enum CodingKeys: String, CodingKey, CaseIterable { case begun, entered }
  }

  package static let id = UUID(uuid: (9, 9, 9, 9, 9, 9, 0x49, 9, 0x89, 9, 9, 9, 9, 9, 9, 9))

  package var lifecycle: Lifecycle
  package var pendingEvents = PendingEvents<Event>()
  package private(set) var receipts: [UUID] = []

  package static func mutate(_ ledger: inout Ledger?, with event: DomainEvent<Event>) {
    switch event.payload {
    case .begun(let receipt):
      ledger = Ledger(lifecycle: Lifecycle(createdBy: event))
      ledger?.receipts = [receipt]
    case .entered(let receipt): ledger?.receipts.append(receipt)
    }
  }
}

extension ProcessApplication {
  /// An application that does a bit of all that there is: it changes several aggregates, reacts on what it has made itself,
  /// sets deadlines, and mails about some sales.
  ///
  /// - Parameter mail: Does the effect.
  package static func books(
    _ options: ReactionOptions = ReactionOptions(),
    mail: @escaping @Sendable (EffectCall) async throws -> Void = { _ in }
  ) throws -> ProcessApplication {
    let kinds: [EventKind] = [
      .events(of: Account.Event.self), .events(of: Slip.Event.self), .events(of: Ledger.Event.self),
    ]
    return try ProcessApplication("books", catalog: EventCatalog(kinds), options: options)
      .when(Till.self) { event, work in
        switch event.payload {
        case .opened:
          var account = try Account.create(.opened, id: event.entityID)
          try await account.save()
          try await work.setDeadline(
            "closing", for: event.entityID, at: Timestamp(microseconds: event.timestamp.microseconds + 50_000))
        case .sold(let cents):
          var account = try await work.repository(of: Account.self)[event.entityID]
          try account.trigger(.booked(position: event.entityVersion, cents: cents))
          try await account.save()
          guard cents.isMultiple(of: 3) else { return }
          var receipt = try Slip.create(.receipt(till: event.entityID, cents: cents), id: work.id("receipt"))
          try await receipt.save()
        }
      }
      .when(Slip.Event.self) { event, work in
        guard case .receipt = event.payload else { return }
        let ledgers = work.repository(of: Ledger.self)
        if try await ledgers.contains(Ledger.id) {
          var ledger = try await ledgers[Ledger.id]
          try ledger.trigger(.entered(receipt: event.entityID))
          try await ledger.save()
        } else {
          var ledger = try Ledger.create(.begun(receipt: event.entityID), id: Ledger.id)
          try await ledger.save()
        }
      }
      .effect(
        Till.self, "mail",
        asks: { event in
          guard case .sold(let cents) = event.payload, cents.isMultiple(of: 11) else { return nil }
          return cents
        },
        does: { (_: Int, call) in
          try await mail(call)
          return call.key
        },
        records: { key, event, work in
          var account = try await work.repository(of: Account.self)[event.entityID]
          try account.trigger(.mailed(key: key))
          try await account.save()
        }
      )
      .whenPassed("closing") { deadline, work in
        var slip = try Slip.create(.closing(till: deadline.subject), id: work.id("closing"))
        try await slip.save()
      }
      .reactingToOwnEvents()
  }
}
