import EventSourcing
import Foundation

/// What is parked of an upstream now.
struct OpenParkings: Sendable {
  /// What is parked of each sequence, the oldest first, in the order in which the sequences were parked.
  let sequences: [[ParkedSequence.Waiting]]

  /// How many notifications wait.
  private(set) var count: Int

  private var ids: Set<UUID>

  /// Reads what is parked.
  ///
  /// - Throws: What reading it throws.
  init(of upstream: String, in host: HostedApplication) async throws {
    let registers = try host.repository(of: ParkingRegister.self)
    let id = ParkingRegister.id(of: upstream)
    let sequenceIDs = try await registers.contains(id) ? registers[id].sequenceIDs : []
    let parked = try host.repository(of: ParkedSequence.self)
    var sequences: [[ParkedSequence.Waiting]] = []
    for sequenceID in sequenceIDs {
      let waiting = try await parked[ParkedSequence.id(of: sequenceID, from: upstream)].waiting
      if !waiting.isEmpty { sequences.append(waiting) }
    }
    self.sequences = sequences
    count = sequences.reduce(0) { $0 + $1.count }
    ids = Set(sequences.compactMap { $0.first?.notification.sequenceID })
  }

  /// Whether something of a sequence is parked, so that all that comes later has to wait behind it.
  func contains(_ sequenceID: UUID) -> Bool {
    !ids.isEmpty && ids.contains(sequenceID)
  }

  /// Takes note that one more was parked.
  mutating func add(_ sequenceID: UUID) {
    ids.insert(sequenceID)
    count = count.plus(1)
  }
}
