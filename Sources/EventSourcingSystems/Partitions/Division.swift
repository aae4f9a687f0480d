import EventSourcing
import Foundation

/// How an application's work on one upstream is divided, as its register says.
struct Division: Hashable, Sendable {
  /// What was never divided is one piece.
  static let undivided = Division(into: 1)

  /// Where the one row of an undivided upstream stands once the work has been divided, so that no old worker moves it
  /// on.
  static let fence = Int.max

  let partitions: Int

  /// How often it was divided; 0 if never.
  let generation: Int

  /// Up to here all was dealt with before it was divided so.
  let start: LogPosition

  /// Whether its partitions are retired, and this worker is the one that brings them to one place.
  var isEnding = false

  /// A division that is the first, and from the beginning on; of one piece, none.
  init(into partitions: Int) {
    self.init(partitions: partitions, generation: partitions == 1 ? 0 : 1, start: .beginning)
  }

  init(partitions: Int, generation: Int, start: LogPosition) {
    self.partitions = partitions
    self.generation = generation
    self.start = start
  }

  var shares: [Share] { (0..<partitions).map { Share($0, of: partitions) } }

  /// The name that the position of a share is kept under: another one after each change, so that one can go back to an
  /// earlier number.
  func trackingName(of share: Share, in upstream: String) -> String {
    switch generation {
    case 0: upstream
    case 1: "\(upstream)#\(share.number + 1)/\(share.count)"
    default: "\(upstream)#\(share.number + 1)/\(share.count)~\(generation)"
    }
  }

  /// What must be so in each transaction of a worker on a share.
  func assertions(of share: Share, in upstream: String) -> [SequenceAssertion] {
    guard generation > 0 else { return [] }
    let partition = RetiredPartition.id(of: trackingName(of: share, in: upstream))
    guard isEnding else { return [SequenceAssertion(sequenceID: partition, version: 0)] }
    return [
      SequenceAssertion(sequenceID: partition, version: 1),
      SequenceAssertion(sequenceID: PartitionRegister.id(of: upstream), version: generation),
    ]
  }

  /// How far a share has come, of which this is written.
  func position(_ written: LogPosition?) -> LogPosition {
    guard let written, written.id >= start.id else { return start }
    return written
  }
}
