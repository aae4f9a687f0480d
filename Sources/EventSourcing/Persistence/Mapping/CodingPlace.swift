extension DecodingError {
  /// Where the data was wrong, as far as that can be said without saying what it was.
  var place: String {
    let (context, key): (Context, (any CodingKey)?) =
      switch self {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): (context, nil)
      case .keyNotFound(let key, let context): (context, key)
      @unknown default: (Context(codingPath: [], debugDescription: ""), nil)
      }
    return (context.codingPath + (key.map { [$0] } ?? [])).place
  }
}

extension EncodingError {
  /// Where the value was that has no stored form.
  var place: String {
    if case .invalidValue(_, let context) = self { context.codingPath.place } else { "" }
  }
}

extension [any CodingKey] {
  fileprivate var place: String { map(\.nameInCode).joined(separator: ".") }
}

extension CodingKey {
  /// The key's name if the code declares it, as a case without values; any other, such as a dictionary's, is data.
  fileprivate var nameInCode: String {
    let mirror = Mirror(reflecting: self)
    return mirror.displayStyle == .enum && mirror.children.isEmpty ? stringValue : "*"
  }
}
