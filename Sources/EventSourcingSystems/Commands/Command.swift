public import EventSourcing

/// A request that is kept as events of an aggregate of its own: what was asked for, and what came of it.
///
///     struct CreateOrder: Command {
///       enum Event: EventPayload, Equatable {
///         case given(item: String)
///         case done(orderID: UUID)
///         …
///       }
///       var lifecycle: Lifecycle
///       var pendingEvents = PendingEvents<Event>()
///       let request: Event
///       private(set) var outcome: UUID?
///
///       static func mutate(_ command: inout CreateOrder?, with event: DomainEvent<Event>) {
///         switch event.payload {
///         case .given: command = CreateOrder(lifecycle: Lifecycle(createdBy: event), request: event.payload)
///         case .done(let orderID): command?.outcome = orderID
///         }
///       }
///     }
///
/// Its id is the caller's own, so a request that is sent again is known. It may be kept in an application of its own, which
/// others follow, or beside what it changes: give it by `HostedApplication.perform(once:_:_:)`.
public protocol Command: Aggregate where Event: Equatable {
  /// What is known when it has been dealt with: that it was done, with what, or that it was refused.
  associatedtype Outcome: Sendable

  /// What was asked for: the event that it began with.
  var request: Event { get }

  /// What came of it; `nil` while that is not known.
  var outcome: Outcome? { get }
}
