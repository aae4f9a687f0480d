/// An error that can say whether it passes by itself, so that it helps to try again later.
///
/// It is asked by those who only read: what they do again has no effect. An error of any other type lasts.
public protocol PassingError: Error {
  /// Whether the same may go well a while later, though nobody repairs anything.
  var passes: Bool { get }
}

extension RecorderError: PassingError {
  /// Whether others held the database, or it could not be reached, or was too slow.
  public var passes: Bool { code == .busy || code == .unavailable || code == .timedOut }
}
