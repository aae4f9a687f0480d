import TeachingKit
import Testing

@Suite("A source outline")
struct SourceOutlineTests {
  @Test func `has what a file declares for others, not what is private or inside`() {
    let outline = SourceOutline(
      """
      public import Foundation
      import struct Other.Thing
      public struct Account { struct Inner {}; private var cents = 0 }
      public enum Next {}
      private enum Hidden {}
      func helper() { let local = 1 }
      private(set) var counter = 0
      """)
    #expect(outline.types == ["Account", "Next"])
    #expect(outline.names == ["Account", "Next", "helper", "counter"])
    #expect(outline.imports == ["Foundation", "Other"])
  }

  @Test func `has the members that an extension adds`() {
    let outline = SourceOutline(
      """
      extension Outer.Account<Int>: Equatable, Codable where Value: Hashable {
        var name: String { let inner = 1; return "" }
        private var secret: Int { 1 }
        static func open() {}
        case last
      }
      private extension String { var hidden: Int { 1 } }
      """)
    #expect(outline.extensions.map(\.type) == ["Account"])
    #expect(outline.extensions.first?.protocols == ["Equatable", "Codable"])
    #expect(outline.extensions.first?.members == ["name", "open", "last"])
  }

  @Test func `knows an initialiser by the labels that nobody can leave out`() {
    let outline = SourceOutline(
      """
      extension Account {
        init(_ id: Int, owner name: String, cents: Int = 0, by clock: (Int) -> Int) {}
        subscript(index: Int) -> Int { index }
        static func == (first: Account, second: Account) -> Bool { true }
      }
      """)
    #expect(outline.extensions.map(\.nameless) == [[["owner", "by"], [], []]])
  }
}
