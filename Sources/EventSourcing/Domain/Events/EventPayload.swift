/// What can happen to one kind of entity: an enum with one case an event, named in the past tense.
///
///     enum Event: EventPayload {
///       static let storedName = "Account"
///       case opened(owner: String)
///       case closed
///       enum CodingKeys: String, CodingKey, CaseIterable { case opened, closed }
///     }
///
/// Stored names are chosen, never derived. `storedName` stands for the type and `CodingKeys` for its cases, so
/// renaming the type changes nothing that is stored, and renaming a case does not compile until its key says
/// which name it is stored under: `case shut = "closed"`. A label is kept in the same way, by an enum named after
/// the case: `enum OpenedCodingKeys: String, CodingKey { case holder = "owner" }`. Label every value: one without
/// a label is stored by its place, and moving it would change what is stored.
///
/// All this is about the payload itself. An enum inside one of its values is stored as that enum is coded: renaming a
/// case of it compiles, and loses what is stored, unless the case has a stored name, as `case foo = "foo"` has.
///
/// A new case compiles without its key and cannot be stored: add it to `CodingKeys` too. The test kit's `StoredForm`
/// pins in a test how each event is stored.
public protocol EventPayload: Codable, Sendable {
  /// The cases, under the names they are stored by.
  associatedtype CodingKeys: CodingKey, CaseIterable, Hashable, Sendable

  /// The name the entity's events are stored under: the part of a topic before the dot.
  static var storedName: String { get }

  /// The steps that bring older stored shapes of a case up to date, oldest first; none unless given.
  ///
  /// A case's stored version is the number of its steps plus one. It is never written down twice, so it cannot be
  /// forgotten.
  static var upcasts: [CodingKeys: [Upcast]] { get }
}

extension EventPayload {
  public static var upcasts: [CodingKeys: [Upcast]] { [:] }
}
