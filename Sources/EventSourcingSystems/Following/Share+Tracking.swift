extension Share {
  /// The name that the position in an upstream is kept under.
  func trackingName(of upstream: String) -> String {
    count == 1 ? upstream : "\(upstream)#\(number + 1)/\(count)"
  }
}
