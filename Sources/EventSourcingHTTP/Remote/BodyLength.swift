/// Whether the body of an answer is all there, by the headers.
package enum BodyLength {
  /// Whether a body broke off.
  ///
  /// Foundation on Linux says so by itself. Elsewhere it may take what has come for all of it.
  ///
  /// - Parameters:
  ///   - count: How many bytes have come.
  ///   - announced: The header `Content-Length`.
  ///   - encoding: The header `Content-Encoding`; what came compressed has another length by now.
  package static func isShort(_ count: Int, announced: String?, encoding: String?) -> Bool {
    guard encoding == nil, let announced, let length = Int(announced) else { return false }
    return count < length
  }
}
