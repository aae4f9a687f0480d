import Foundation

extension Double {
  /// For people: three digits that matter, thousands apart.
  package var short: String {
    let digits = self >= 100 ? 0 : self >= 10 ? 1 : 2
    return formatted(
      .number.precision(.fractionLength(digits)).grouping(.automatic).locale(Locale(identifier: "en_US"))
    )
    .replacing(",", with: " ")
  }
}

extension Target {
  /// As in “≥ 0.85”.
  package var text: String {
    let sign = bound == .atLeast ? "≥" : "≤"
    return "\(sign) \(value.formatted(.number.locale(Locale(identifier: "en_US"))))"
  }
}

extension Measurement {
  /// What the figure is measured in: a ratio, or the unit of the only side.
  package var figureUnit: String { meaning == .number ? " \(unit)" : " ×" }

  /// As in “0.91 × (0.88 … 0.95)”.
  package var figureText: String {
    "\(figure.median.short)\(figureUnit) (\(figure.lowest.short) … \(figure.highest.short))"
  }

  /// As in “reached”; empty without a target.
  package var verdict: String { isReached.map { $0 ? "reached" : "missed" } ?? "" }
}
