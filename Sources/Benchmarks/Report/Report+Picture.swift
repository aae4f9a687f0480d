extension Report {
  /// The measurements that have a target as a bar chart, in SVG.
  ///
  /// All targets are at the same place, so that one sees at a glance which bars reach theirs, and which pass theirs
  /// where they should not. A bar that is too long ends in a gap. A thin line shows the spread.
  package var picture: String {
    let groups: [(Target.Bound, String)] = [
      (.atLeast, "The longer the better: to reach the mark"), (.atMost, "The shorter the better: not to pass the mark"),
    ]
    var body = ""
    var y = 92.0
    for (bound, heading) in groups {
      let rows = measurements.filter { $0.target?.bound == bound }
      guard !rows.isEmpty else { continue }
      body += text(heading, x: 24, y: y, "heading")
      y += 14
      for measurement in rows {
        body += bar(measurement, y: y)
        y += 34
      }
      y += 34
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 \(Int(y))" width="960" height="\(Int(y))" role="img">
      <title>Speed, measured</title>
      <style>\(Self.style)</style>
      <rect class="ground" width="960" height="\(Int(y))"/>
      \(text("Speed, each against its own limit", x: 24, y: 34, "title"))\
      \(text(origin, x: 24, y: 54, "origin"))\(body)</svg>

      """
  }

  private var origin: String {
    "Medians of \(rounds) rounds · \(machine.processors) processors · \(machine.databases.joined(separator: " · ")) · \(date.prefix(10))"
  }

  private func bar(_ measurement: Measurement, y: Double) -> String {
    guard let target = measurement.target, let isReached = measurement.isReached else { return "" }
    let (left, mark, right) = (390.0, 584.0, 680.0)
    func place(_ value: Double) -> Double { left + value / target.value * (mark - left) }
    let end = place(measurement.figure.median)
    let (low, high) = (min(place(measurement.figure.lowest), right), min(place(measurement.figure.highest), right))
    let middle = y + 17
    var parts = text(measurement.title, x: 24, y: middle + 4, "")
    parts += rectangle(left, y + 7, right - left, 20, "track")
    parts += rectangle(left, y + 7, max(min(end, right) - left, 2), 20, isReached ? "reached" : "missed")
    if end > right { parts += rectangle(right - 14, y + 7, 4, 20, "ground") }
    if low < right { parts += rectangle(low, middle - 0.75, max(high - low, 1), 1.5, "spread") }
    parts += rectangle(mark - 1, y + 3, 2, 28, "mark")
    parts += text(measurement.figure.median.short + measurement.figureUnit, x: 700, y: middle + 4, "figure")
    parts += text("\(target.text)\(measurement.figureUnit)", x: 784, y: middle + 4, "origin")
    parts += text(measurement.verdict, x: 880, y: middle + 4, "\(measurement.verdict)-text")
    return parts
  }

  private func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ kind: String) -> String {
    let numbers = [x, y, width, height].map { String(($0 * 100).rounded() / 100) }
    return """
      <rect class="\(kind)" x="\(numbers[0])" y="\(numbers[1])" width="\(numbers[2])" height="\(numbers[3])"/>

      """
  }

  private func text(_ text: String, x: Int, y: Double, _ kind: String) -> String {
    let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    return "<text class=\"\(kind)\" x=\"\(x)\" y=\"\(y)\">\(escaped)</text>\n"
  }

  /// Readable on light and on dark pages; without a word about colours it is the light one.
  private static let style = """
    text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328 }
    .title { font-size: 18px; font-weight: 600 }
    .heading { font-weight: 600 }
    .origin { fill: #59636e }
    .figure { font-weight: 600 }
    .ground { fill: #ffffff }
    .track { fill: #eff2f5 }
    .reached { fill: #2a8f5c }
    .missed { fill: #d1791f }
    .reached-text { fill: #1a7f4b }
    .missed-text { fill: #a8560a }
    .spread { fill: #1f2328; opacity: 0.55 }
    .mark { fill: #1f2328 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .origin { fill: #9198a1 }
      .ground { fill: #0d1117 }
      .track { fill: #212830 }
      .reached { fill: #2f9e68 }
      .missed { fill: #c9731f }
      .reached-text { fill: #56d39b }
      .missed-text { fill: #f0a35e }
      .spread { fill: #ffffff; opacity: 0.7 }
      .mark { fill: #ffffff }
    }
    """
}
