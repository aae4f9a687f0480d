import Foundation

extension EventMetadata {
  /// As it is stored: a JSON object with its names in order, so that the same metadata is always the same text; `nil`
  /// if there is none.
  func storedText() throws -> String? {
    guard !isEmpty else { return nil }
    if let data = QuickJSONWriter.data(of: texts.map { ($0.key, .string($0.value)) }) {
      return String(decoding: data, as: UTF8.self)
    }
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
    if let texts = Self.quickly(storedText) {
      self.init(texts)
      return
    }
    guard let texts = try? JSONDecoder().decode([String: String].self, from: Data(storedText.utf8)) else { return nil }
    self.init(texts)
  }

  /// The texts of an object that has nothing but such, as nearly all have.
  private static func quickly(_ storedText: String) -> [String: String]? {
    guard let fields = QuickJSONObject(Data(storedText.utf8))?.fields else { return nil }
    var texts: [String: String] = [:]
    for (name, value) in fields {
      guard case .string(let text) = value else { return nil }
      texts[name] = text
    }
    return texts
  }
}
