import Benchmarks
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("A report")
struct ReportTests {
  private let report = Report(
    date: "2026-11-21T12:00:00Z",
    machine: Machine(system: "Linux", processors: 2, databases: ["SQLite 3.40.1"], load: 0.1), rounds: 2,
    measurements: [
      Measurement(
        Work("fast", "Fast & <furious>", target: .atLeast(0.5)), unit: "events/s", meaning: .rate,
        subject: ("A", [0.001, 0.001]), other: ("loop in C", [0.001, 0.001])),
      Measurement(
        Work("slow", "Slow", target: .atMost(1.25)), unit: "events/s", meaning: .time,
        subject: ("A", [3, 4]), other: ("B", [1, 1])),
      Measurement(Work("alone", "Alone"), unit: "saves/s", subject: "A", numbers: [12_345, 12_345]),
    ])

  @Test func `as JSON can be read again`() throws {
    #expect(try JSONDecoder().decode(Report.self, from: report.json()) == report)
  }

  @Test func `as JSON has for each measurement its sides, figure, target and verdict`() throws {
    let json = try #require(try JSONSerialization.jsonObject(with: report.json()) as? [String: Any])
    #expect(Set(json.keys) == ["date", "machine", "rounds", "measurements"])
    let measurements = try #require(json["measurements"] as? [[String: Any]])
    #expect(measurements.map { $0["name"] as? String } == ["fast", "slow", "alone"])
    let slow = measurements[1]
    #expect(
      Set(slow.keys) == ["name", "title", "unit", "subject", "other", "figure", "meaning", "target", "isReached"])
    #expect(slow["figure"] as? [String: Double] == ["median": 3.5, "lowest": 3, "highest": 4])
    #expect(slow["isReached"] as? Bool == false)
    #expect((slow["target"] as? [String: Any])?["bound"] as? String == "at most")
    #expect((slow["subject"] as? [String: Any])?["rounds"] as? [Double] == [1.0 / 3, 1.0 / 4])
  }

  @Test func `as a table has a row for each measurement`() {
    let rows = report.table.split(separator: "\n").dropFirst(2).map { row in
      row.split(separator: "  ").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
    #expect(
      rows == [
        [
          "Fast & <furious>", "1 000 events/s", "loop in C: 1 000 events/s", "1.00 × (1.00 … 1.00)", "≥ 0.5", "reached",
        ],
        ["Slow", "0.29 events/s", "B: 1.00 events/s", "3.50 × (3.00 … 4.00)", "≤ 1.25", "missed"],
        ["Alone", "12 345 saves/s", "12 345 saves/s (12 345 … 12 345)"],
      ])
  }

  @Test(arguments: [(0.2, false), (3.0, true)])
  func `warns if others were at work`(_ load: Double, _ isWarned: Bool) {
    let machine = Machine(system: "Linux", processors: 2, databases: [], load: load)
    #expect((machine.warning != nil) == isWarned)
  }

  @Test func `as a picture is well-formed`() {
    #expect(Elements(of: report.picture) != nil)
  }

  @Test func `as a picture has a bar and a mark for each target`() throws {
    let elements = try #require(Elements(of: report.picture))
    #expect(elements.count(ofClass: "reached") == 1)
    #expect(elements.count(ofClass: "missed") == 1)
    #expect(elements.count(ofClass: "mark") == 2)
    #expect(elements.texts.contains("Fast & <furious>\n"))
  }

  @Test func `as a picture has bars up to the mark where the figure is the target`() throws {
    let measurement = Measurement(Work("w", "W", target: .atMost(7)), unit: "MB", subject: "A", numbers: [7])
    let elements = try #require(
      Elements(of: Report(date: "", machine: report.machine, rounds: 1, measurements: [measurement]).picture))
    let bar = try #require(elements.rectangles.first { $0["class"] == "reached" })
    let mark = try #require(elements.rectangles.first { $0["class"] == "mark" })
    let end = try #require(Double(bar["x"] ?? "")) + #require(Double(bar["width"] ?? ""))
    #expect(try end == #require(Double(mark["x"] ?? "")) + #require(Double(mark["width"] ?? "")) / 2)
  }
}

/// What an XML parser finds in a picture.
private final class Elements: NSObject, XMLParserDelegate {
  private(set) var rectangles: [[String: String]] = []
  private(set) var texts: [String] = []

  /// - Returns: `nil` if it is not well-formed.
  init?(of picture: String) {
    super.init()
    let parser = XMLParser(data: Data(picture.utf8))
    parser.delegate = self
    guard parser.parse() else { return nil }
  }

  func count(ofClass name: String) -> Int { rectangles.count { $0["class"] == name } }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    if element == "rect" { rectangles.append(attributes) }
    texts.append("")
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if !texts.isEmpty { texts[texts.count - 1] += text }
  }
}
