import TeachingKit
import Testing

@Suite("Text with ids and times that differ from run to run")
struct VaryingTextTests {
  private let shownID = "8ED20A45-C109-4AE4-96F6-17B94F63B06B"
  private let printedID = "11111111-2222-3333-4444-555555555555"
  private let otherID = "99999999-2222-3333-4444-555555555555"

  @Test func `is the same with another id, and the shown one then means the printed one`() {
    let text = Comparison()
    #expect(text.matches(shown: ["id \(shownID)"], printed: ["id \(printedID)"]))
    #expect(text.command("show \(shownID)") == "show \(printedID)")
    #expect(text.matches(shown: [shownID], printed: [printedID]))
    #expect(!text.matches(shown: [shownID], printed: [otherID]))
    #expect(!text.matches(shown: [otherID], printed: [printedID]))
  }

  @Test func `is different where one thing is shown as two`() {
    let text = Comparison()
    #expect(!text.matches(shown: ["\(shownID) \(otherID)"], printed: ["\(printedID) \(printedID)"]))
    #expect(!text.matches(shown: ["\(shownID) \(shownID)"], printed: ["\(printedID) \(otherID)"]))
  }

  @Test func `forgets the pairs of a comparison that fails`() {
    let text = Comparison()
    #expect(!text.matches(shown: [shownID, "yes"], printed: [printedID, "no"]))
    #expect(text.matches(shown: [shownID], printed: [otherID]))
  }

  @Test func `is the same at another time of the same form, and after another duration`() {
    let text = Comparison()
    #expect(text.matches(shown: ["at 2026-11-21 12:53:21 foo"], printed: ["at 2027-01-02 03:04:05 foo"]))
    #expect(text.matches(shown: ["2026-11-21T12:53:21Z"], printed: ["2027-01-02T03:04:05Z"]))
    #expect(text.matches(shown: ["after 0.012 seconds."], printed: ["after 13.5 seconds."]))
    #expect(!text.matches(shown: ["2026-11-21T12:53:21Z"], printed: ["2027-01-02 03:04:05Z"]))
    #expect(!text.matches(shown: ["after 0.012 seconds"], printed: ["after 12.0 ms"]))
    #expect(!text.matches(shown: ["at 09:00:00"], printed: ["at 09:00:01"]))
    #expect(!text.matches(shown: ["5 seconds"], printed: ["6 seconds"]))
  }

  @Test func `is different with other words around`() {
    let text = Comparison()
    #expect(!text.matches(shown: ["id \(shownID)"], printed: ["an id \(printedID)"]))
    #expect(!text.matches(shown: ["id \(shownID)"], printed: ["id"]))
    #expect(!text.matches(shown: ["one"], printed: ["one", "two"]))
  }

  @Test func `leaves out any lines at an ellipsis, and nowhere else`() {
    let text = Comparison()
    let printed = ["one", "two", "three", "two", "four"]
    #expect(text.matches(shown: ["…", "four"], printed: printed))
    #expect(text.matches(shown: ["one", "…", "two", "four"], printed: printed))
    #expect(text.matches(shown: ["one", "…"], printed: printed))
    #expect(!text.matches(shown: ["…", "three"], printed: printed))
    #expect(!text.matches(shown: ["two", "…"], printed: printed))
    #expect(!text.matches(shown: ["one", "…", "five", "…"], printed: printed))
  }

  @Test func `keeps the shown ids when it is renewed`() {
    let text = Comparison()
    let renewed = text.renewed(shown: ["\(shownID) old"], printed: ["\(printedID) new", printedID, otherID])
    #expect(renewed == ["\(shownID) new", shownID, otherID])
    #expect(text.command(shownID) == printedID)
  }
}

/// Holds the text, as an expectation cannot change a variable.
private final class Comparison {
  private var text = VaryingText()

  func matches(shown: [String], printed: [String]) -> Bool { text.matches(shown: shown, printed: printed) }
  func renewed(shown: [String], printed: [String]) -> [String] { text.renewed(shown: shown, printed: printed) }
  func command(_ shown: String) -> String { text.command(shown) }
}
