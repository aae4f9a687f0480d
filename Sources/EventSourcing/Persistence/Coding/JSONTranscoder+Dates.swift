import Foundation

extension JSONTranscoder {
  /// How a `Date` in a payload is stored.
  ///
  /// It is chosen once, before the first event: what was stored in another form is read wrongly, or not at all. Whoever
  /// has no reason to use `Date` takes a `Timestamp`, which is stored as whole microseconds since 1970.
  public enum Dates: Sendable, CaseIterable {
    /// A number, as Foundation does it by itself: seconds since the beginning of 2001 in UTC, exactly as they are.
    case secondsSince2001

    /// A number: seconds since the beginning of 1970 in UTC, to the microsecond.
    case secondsSince1970

    /// A number: milliseconds since the beginning of 1970 in UTC, with a fraction.
    case millisecondsSince1970

    /// A text of ISO 8601 in UTC, as `2026-11-29T09:30:00.250Z`, to the millisecond, of the years 1 to 9999.
    ///
    /// A text without a fraction is read, too.
    case iso8601
  }
}

extension JSONEncoder {
  /// A coder for that form.
  func writing(_ dates: JSONTranscoder.Dates) -> JSONEncoder {
    switch dates {
    case .secondsSince2001: dateEncodingStrategy = .deferredToDate
    case .secondsSince1970: dateEncodingStrategy = .secondsSince1970
    case .millisecondsSince1970: dateEncodingStrategy = .millisecondsSince1970
    case .iso8601:
      dateEncodingStrategy = .custom { date, encoder in
        // The style gives other dates in a way that it does not read, or ends the program.
        guard firstYears.contains(date) else {
          throw EncodingError.invalidValue(
            date, .init(codingPath: encoder.codingPath, debugDescription: "Only the years 1 to 9999 have a text."))
        }
        var container = encoder.singleValueContainer()
        try container.encode(date.formatted(withFraction))
      }
    }
    return self
  }
}

extension JSONDecoder {
  /// A coder for that form.
  func reading(_ dates: JSONTranscoder.Dates) -> JSONDecoder {
    switch dates {
    case .secondsSince2001: dateDecodingStrategy = .deferredToDate
    case .secondsSince1970: dateDecodingStrategy = .secondsSince1970
    case .millisecondsSince1970: dateDecodingStrategy = .millisecondsSince1970
    case .iso8601:
      dateDecodingStrategy = .custom { decoder in
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = (try? Date(text, strategy: withFraction)) ?? (try? Date(text, strategy: .iso8601)) else {
          throw DecodingError.dataCorruptedError(in: container, debugDescription: "This is no date of ISO 8601.")
        }
        return date
      }
    }
    return self
  }
}

private let withFraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

/// From the beginning of the year 1 to that of 10000.
private let firstYears = Date(timeIntervalSince1970: -62_135_596_800)..<Date(timeIntervalSince1970: 253_402_300_800)
