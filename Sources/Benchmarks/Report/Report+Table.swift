extension Report {
  /// The measurements as a table for a terminal.
  package var table: String {
    let header = ["Work", "measured", "against", "figure (spread)", "target", ""]
    let rows = measurements.map { measurement in
      [
        measurement.title,
        "\(measurement.subject.spread.median.short) \(measurement.unit)",
        measurement.other.map { "\($0.name): \($0.spread.median.short) \(measurement.unit)" } ?? "",
        measurement.figureText, measurement.target?.text ?? "", measurement.verdict,
      ]
    }
    let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    let rule = widths.map { String(repeating: "─", count: $0) }
    return ([header, rule] + rows).map { row in
      zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
        .joined(separator: "  ").replacing(/\s+$/, with: "")
    }.joined(separator: "\n")
  }
}
