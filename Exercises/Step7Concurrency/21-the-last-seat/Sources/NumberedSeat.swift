public import EventSourcing
public import Foundation

/// What can happen to one seat of one performance.
public enum NumberedSeatEvent: EventPayload, Hashable {
  case sold(to: String)
  case returned

  public static let storedName = "NumberedSeat"

  public enum CodingKeys: String, CodingKey, CaseIterable {
    case sold, returned
  }
}

/// One seat of one performance: it comes into being when it is first sold.
public struct NumberedSeat: Entity, Equatable {
  public var lifecycle: Lifecycle

  /// Who has bought it; `nil` after it was brought back.
  public private(set) var holder: String?

  public static func mutate(_ seat: inout NumberedSeat?, with event: DomainEvent<NumberedSeatEvent>) {
    switch event.payload {
    case .sold(let customer) where seat == nil:
      seat = NumberedSeat(lifecycle: Lifecycle(createdBy: event), holder: customer)
    case .sold(let customer): seat?.holder = customer
    case .returned: seat?.holder = nil
    }
  }
}

/// Which seat of which performance.
public struct SeatNumber: Hashable, Sendable {
  public let performance: UUID
  public let row: UInt16
  public let seat: UInt16

  public init(performance: UUID, row: UInt16, seat: UInt16) {
    self.performance = performance
    self.row = row
    self.seat = seat
  }

  /// The id of the seat's entity.
  ///
  /// It follows from the number, so two desks that know nothing of each other write to the same sequence.
  public var id: UUID {
    var bytes = performance.uuid
    bytes.12 ^= UInt8(row >> 8)
    bytes.13 ^= UInt8(row & 0xff)
    bytes.14 ^= UInt8(seat >> 8)
    bytes.15 ^= UInt8(seat & 0xff)
    return UUID(uuid: bytes)
  }
}

extension SeatNumber: CustomStringConvertible {
  public var description: String { "row \(row), seat \(seat)" }
}

/// Somebody else has the seat.
public struct SeatTaken: Error, Hashable, CustomStringConvertible {
  public let number: SeatNumber

  public init(_ number: SeatNumber) {
    self.number = number
  }

  public var description: String { "The seat in \(number) is taken." }
}
