public import EventSourcing

/// What can happen to a customer's account.
public enum CustomerEvent: EventPayload, Hashable {
  case registered(name: String)

  /// The customer has given an e-mail address, in place of an earlier one. A mail with a link is sent there.
  case addressGiven(String)

  /// Somebody has followed the link in such a mail.
  case addressVerified(String)
  case closed

  public static let storedName = "Customer"

  public enum CodingKeys: String, CodingKey, CaseIterable {
    case registered, addressGiven, addressVerified, closed
  }
}
