import Testing

/// Fails at a place if something is not as expected, and says what.
///
/// Only the test library can mark a line, and knows an error of its own as told already.
///
/// - Throws: `ScenarioFailed`, or what `#require` throws.
func requireNone(_ deviation: String?, at place: SourceLocation) throws {
  if Test.current != nil {
    try #require(deviation == nil, sourceLocation: place)
  } else if let deviation {
    throw ScenarioFailed("\(place.fileID):\(place.line): \(deviation)")
  }
}
