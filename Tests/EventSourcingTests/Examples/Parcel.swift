import EventSourcing
import Foundation

/// What can happen to a parcel: one case for each way in which the values of a case can be written.
enum Parcel: EventPayload, Equatable {
  static let storedName = "Parcel"

  struct Address: Codable, Equatable {
    var street: String
    var city: String
  }

  enum Speed: String, Codable, Equatable {
    case slow, fast
  }

  case posted(sender: String, to: Address)
  case weighed(Int, Double)
  case insured(value: Int?, note: String?)
  case delivered(on: Date, receipt: UUID)
  case sped(Speed)
  case labelled(text: String)
  case scanned(bytes: Data)
  case priced(cents: UInt8)
  case counted(pieces: [String: Int])
  case lost

  enum CodingKeys: String, CodingKey, CaseIterable {
    case posted, weighed, insured, delivered, sped, labelled, scanned, priced, counted, lost
  }
}
