public import EventSourcing

/// What can happen to a till.
public enum TillEvent: EventPayload, Hashable {
  case opened(cents: Int)

  /// A line of the book: what is in the till from now on.
  case counted(cents: Int)

  public static let storedName = "Till"

  public enum CodingKeys: String, CodingKey, CaseIterable {
    case opened, counted
  }
}

/// A box with money in it.
public struct Till: Entity, Equatable {
  public var lifecycle: Lifecycle

  /// What is in it.
  public private(set) var cents: Int

  public static func mutate(_ till: inout Till?, with event: DomainEvent<TillEvent>) {
    switch event.payload {
    case .opened(let cents): till = Till(lifecycle: Lifecycle(createdBy: event), cents: cents)
    case .counted(let cents): till?.cents = cents
    }
  }
}

/// There is less in the till than was to be taken out.
public struct NotEnough: Error, Hashable {
  /// What is in it.
  public let cents: Int

  public init(cents: Int) {
    self.cents = cents
  }
}
