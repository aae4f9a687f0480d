/// A text is not the address of a database.
///
/// It tells what would be one. The text itself is left out: it may be, or hold, a password.
public struct UnreadableAddress: Error, Hashable, Sendable {
  public let reason: String
}

extension UnreadableAddress: CustomStringConvertible {
  public var description: String {
    """
    \(reason) A database is given as one of
      sqlite:FILE
      sqlite::memory:
      postgresql://USER@HOST:PORT/DATABASE
      postgresql:host=HOST dbname=DATABASE user=USER
    """
  }
}
