import EventSourcing
import EventSourcingSystems
import SystemSupport
import Testing

@Suite("A system as a Mermaid graph")
struct MermaidTests {
  @Test func `has an arrow from each application to each that follows it`() throws {
    #expect(
      try Shop().system.mermaid == """
        graph LR
          a0["orders"]
          a1["reservations"]
          a2["payments"]
          a0 --> a1
          a0 --> a2
          a1 --> a0
          a2 --> a0
        """)
  }

  @Test(arguments: [
    ("a\"b", "a#34;b"), ("a]b;c", "a#93;b#59;c"), ("line\nbreak", "line#10;break"), ("1. list", "#49;#46; list"),
    ("- list", "#45; list"), ("größe", "größe"), ("e\u{301}", "e#769;"), ("\u{202E}abc", "#8238;abc"),
    ("back`tick", "back#96;tick"), ("a-b_c 9", "a-b_c 9"), ("<b>", "#60;b#62;"), ("e\u{2028}f", "e#8232;f"),
  ])
  func `has odd names as text`(name: String, escaped: String) throws {
    let system = try System(
      ProcessApplication(name, catalog: EventCatalog()) | ProcessApplication("other", catalog: EventCatalog()))
    let line = system.mermaid.split(separator: "\n")[1]
    #expect(line.utf8.elementsEqual("  a0[\"\(escaped)\"]".utf8))
  }
}
