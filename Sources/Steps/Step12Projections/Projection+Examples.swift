public import EventSourcing
private import Foundation
private import Step1Events

extension Projection where V.Content: ExampleList {
  /// What the list is made of: how each event of an example changes it.
  ///
  /// - Parameters:
  ///   - view: Where the list is kept.
  ///   - version: To be raised whenever the list is made in another way.
  ///   - ignoringCase: Whether capitals are kept as small letters, as the second version of the program has it.
  /// - Throws: `InvalidProjection`.
  public static func examples(
    in view: V.Type, version: Int = 1, ignoringCase: Bool = false
  ) throws -> Projection {
    try Projection("examples", version: version, of: EventCatalog(.events(of: ExampleEvent.self)), in: view)
      .preparing { list in try list.prepare() }
      .when(ExampleEvent.self) { event, list in
        func kept(_ foo: String) -> String { ignoringCase ? foo.lowercased() : foo }
        switch event.payload {
        case .created(let foo): try list.set(event.entityID, to: kept(foo))
        case .valueChanged(.foo, let value): try list.set(event.entityID, to: kept(value))
        case .discarded: try list.remove(event.entityID)
        }
      }
  }
}
