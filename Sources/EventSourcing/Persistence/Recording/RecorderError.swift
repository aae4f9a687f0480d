/// The database failed, or is not what it should be.
///
/// Nothing of the request was recorded, unless the code is `unknownOutcome`.
public struct RecorderError: Error, Hashable, Sendable {
  /// What went wrong, by what the caller can do about it.
  public struct Code: RawRepresentable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// The recorder was closed: open a new one.
    public static let closed = Code(rawValue: "closed")

    /// Others held the database, or all its connections, for longer than the timeout: try again.
    public static let busy = Code(rawValue: "busy")

    /// There is no room left, on the disk or for notification ids: make some, then try again.
    public static let full = Code(rawValue: "full")

    /// The database may only be read: check the rights of the file, or of the user.
    public static let readOnly = Code(rawValue: "readOnly")

    /// What the path or address names is no database, or a damaged one: check what was given.
    public static let notADatabase = Code(rawValue: "notADatabase")

    /// A table of the chosen name exists and has another shape: choose another name or database.
    public static let foreignSchema = Code(rawValue: "foreignSchema")

    /// A path, or a name of a table or a column, cannot be used: choose another.
    public static let invalidName = Code(rawValue: "invalidName")

    /// The database cannot be reached or read: check the path, the rights and the disk.
    public static let unavailable = Code(rawValue: "unavailable")

    /// A value cannot be stored, for example because it is too large.
    public static let unstorable = Code(rawValue: "unstorable")

    /// The database does not let the user in, or do this: check the name, the password and the rights.
    public static let refused = Code(rawValue: "refused")

    /// The database took longer than the timeout: ask for less at a time, or raise the timeout.
    public static let timedOut = Code(rawValue: "timedOut")

    /// The connection or the disk failed during the commit, so the change was recorded or it was not: look, then
    /// decide.
    public static let unknownOutcome = Code(rawValue: "unknownOutcome")
  }

  public let code: Code

  /// A sentence for a person, without any stored value.
  public let reason: String

  public init(_ code: Code, _ reason: String) {
    self.code = code
    self.reason = reason
  }

  /// What is thrown where the log has given its last notification id, `Int.max`, or has too few left.
  public static let idsUsedUp = RecorderError(
    .full,
    "The notification ids of the log have come to their end. Nothing was recorded: copy the log to another table, under "
      + "smaller ids, and go on there.")

  /// What each use of a recorder throws once it is closed.
  public static let closed = RecorderError(.closed, "The recorder is closed.")
}

extension RecorderError: CustomStringConvertible {
  public var description: String { reason }
}
