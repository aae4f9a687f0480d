public import EventSourcing
import EventSourcingSystems
public import Foundation

/// Something that an application is expected to do when it reacts.
public struct Consequence: Sendable {
  /// What is held against what else, each kind in its order.
  enum Kind: CaseIterable {
    case recorded
    case asked
    case deadline
  }

  let kind: Kind

  /// What it was to be, for a person.
  let text: @Sendable (Reacting) -> String

  /// Whether something is it.
  let isMet: @Sendable (Found, Reacting) -> Bool

  /// Who reacts, and why.
  struct Reacting {
    let application: ProcessApplication
    let cause: EventCause
  }

  /// Something that was done.
  enum Found {
    case recorded(ReactionTrial.Recorded)
    case asked(ReactionTrial.Asked)
    case deadline(ChangedDeadline)

    var text: String {
      switch self {
      case .recorded(let it): it.isEntry ? "\(it.payload) in \(it.id)" : "\(it.payload) of \(it.id)"
      case .asked(let it): it.text
      case .deadline(let it): it.described
      }
    }
  }

  /// That this happens to an entity.
  ///
  /// - Parameters:
  ///   - payload: What happens.
  ///   - id: The entity's.
  public static func event<Payload: EventPayload & Equatable>(_ payload: Payload, of id: UUID) -> Consequence {
    recorded(payload, isEntry: false) { _ in id }
  }

  /// That this happens to an entity whose id the reaction gets from its work.
  ///
  /// - Parameters:
  ///   - payload: What happens.
  ///   - label: The one that the reaction gives to `ReactionWork.id(_:)`.
  public static func event<Payload: EventPayload & Equatable>(
    _ payload: Payload, as label: String
  ) -> Consequence {
    recorded(payload, isEntry: false) { $0.application.id(label, because: $0.cause) }
  }

  /// That this is entered into a log, at whatever time.
  public static func entry<Payload: EventPayload & Equatable>(_ payload: Payload, in logID: UUID) -> Consequence {
    recorded(payload, isEntry: true) { _ in logID }
  }

  /// That an effect is asked for.
  ///
  /// - Parameters:
  ///   - name: The effect's.
  ///   - request: What it is to do.
  ///   - key: Its key, where the test is to see to that, too.
  public static func effect<Request: Equatable & Sendable>(
    _ name: String, _ request: Request, key: UUID? = nil
  ) -> Consequence {
    Consequence(kind: .asked) { _ in
      "the effect “\(name)” with \(request)" + (key.map { " under the key \($0)" } ?? "")
    } isMet: { found, _ in
      guard case .asked(let asked) = found, asked.effect.utf8.elementsEqual(name.utf8) else { return false }
      return asked.request as? Request == request && key.map { $0 == asked.key } ?? true
    }
  }

  /// That a deadline is set, or moved.
  ///
  /// - Parameters:
  ///   - name: The one that it is set under.
  ///   - id: What it is for.
  ///   - time: When it passes.
  public static func deadline(_ name: String, for id: UUID, at time: Timestamp) -> Consequence {
    deadline(ChangedDeadline(name: name, subject: id, change: .due(time)))
  }

  /// That a deadline is cancelled.
  public static func deadlineCancelled(_ name: String, for id: UUID) -> Consequence {
    deadline(ChangedDeadline(name: name, subject: id, change: .cancelled))
  }

  private static func recorded<Payload: EventPayload & Equatable>(
    _ payload: Payload, isEntry: Bool, of id: @escaping @Sendable (Reacting) -> UUID
  ) -> Consequence {
    Consequence(kind: .recorded) { reacting in
      "\(payload) \(isEntry ? "in" : "of") \(id(reacting))"
    } isMet: { found, reacting in
      guard case .recorded(let recorded) = found, recorded.isEntry == isEntry else { return false }
      return recorded.id == id(reacting) && recorded.payload as? Payload == payload
    }
  }

  private static func deadline(_ expected: ChangedDeadline) -> Consequence {
    Consequence(kind: .deadline) { _ in
      expected.described
    } isMet: { found, _ in
      guard case .deadline(let deadline) = found else { return false }
      return deadline == expected
    }
  }
}
