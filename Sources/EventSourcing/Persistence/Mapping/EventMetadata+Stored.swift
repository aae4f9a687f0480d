import Foundation

extension EventMetadata {
  /// As it is stored: a JSON object with its names in order, so that the same metadata is always the same text; `nil`
  /// if there is none.
  func storedText() throws -> String? {
    guard !isEmpty else { return nil }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(texts), as: UTF8.self)
  }

  /// - Returns: `nil` if the text is not what metadata is stored as.
  package init?(storedText: String?) {
    guard let storedText else {
      self.init()
      return
    }
    guard let texts = try? JSONDecoder().decode([String: String].self, from: Data(storedText.utf8)) else { return nil }
    self.init(texts)
  }
}
