import EventSourcing
import Foundation

/// Why a request was not answered, as it travels.
struct RefusalJSON: Codable {
  /// A sentence for a person.
  let reason: String

  /// How the log is another one than the reader has read; `nil` where that is not the reason.
  var replaced: Replaced?

  /// `LogReplaced` without the position, which the reader knows.
  struct Replaced: Codable {
    var otherIdentity: UUID?
    var newest: Int?
    var hasOtherItem: Bool?

    private enum CodingKeys: String, CodingKey {
      case otherIdentity = "other_identity"
      case newest
      case hasOtherItem = "has_other_item"
    }

    init(_ reason: LogReplaced.Reason) {
      switch reason {
      case .otherIdentity(let found): otherIdentity = found
      case .endsBefore(let newest): self.newest = newest
      case .otherItem: hasOtherItem = true
      case .noItem: hasOtherItem = false
      }
    }

    /// `nil` if it is none that is known here.
    var reason: LogReplaced.Reason? {
      if let otherIdentity { return .otherIdentity(found: otherIdentity) }
      if let newest { return .endsBefore(newest: newest) }
      return hasOtherItem.map { $0 ? .otherItem : .noItem }
    }
  }
}
