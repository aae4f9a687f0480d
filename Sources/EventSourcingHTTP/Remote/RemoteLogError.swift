public import EventSourcing

/// A far log could not be read.
///
/// Nothing was read, and nothing is passed over: reading goes on from where it stopped.
public struct RemoteLogError: Error, Hashable {
  /// What went wrong, by what the caller can do about it.
  public struct Code: RawRepresentable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// No connection comes about, or it broke off: try again later, or check the address and the network.
    public static let unreachable = Code(rawValue: "unreachable")

    /// The answer did not come in time: try again later, or raise the timeout.
    public static let timedOut = Code(rawValue: "timedOut")

    /// The far server cannot answer for the moment: try again later.
    public static let unavailable = Code(rawValue: "unavailable")

    /// What was given is not the address of a log.
    public static let invalidAddress = Code(rawValue: "invalidAddress")

    /// The far server does not show by a certificate that it is the one of the address: check both.
    public static let untrusted = Code(rawValue: "untrusted")

    /// The far server does not let the reader in: check the access token.
    public static let refused = Code(rawValue: "refused")

    /// There is no log at the address: check the address, and in which form the far log answers.
    public static let notFound = Code(rawValue: "notFound")

    /// The far log is at another address, which is not followed, as it would get the access token: use that one.
    public static let redirected = Code(rawValue: "redirected")

    /// The far server does not do what it was asked for: check in which form it answers.
    public static let invalidRequest = Code(rawValue: "invalidRequest")

    /// The far server failed: who runs it can see why.
    public static let failed = Code(rawValue: "failed")

    /// The answer is larger than is allowed: ask for fewer notifications, or allow more.
    public static let tooLarge = Code(rawValue: "tooLarge")

    /// What the far server answers is not what a log answers: check the address, and in which form it answers.
    public static let unreadable = Code(rawValue: "unreadable")
  }

  public let code: Code

  /// A sentence for a person, without the access token and without any stored value.
  public let reason: String

  /// Before when the far server does not want to be asked again.
  let earliest: Duration?

  public init(_ code: Code, _ reason: String) {
    self.init(code, reason, earliest: nil)
  }

  init(_ code: Code, _ reason: String, earliest: Duration?) {
    self.code = code
    self.reason = reason
    self.earliest = earliest
  }

}

extension RemoteLogError: PassingError {
  /// Whether the far server could not be reached, or was too slow, or cannot answer for the moment.
  public var passes: Bool { code == .unreachable || code == .timedOut || code == .unavailable }
}

extension RemoteLogError: CustomStringConvertible {
  public var description: String { reason }
}
