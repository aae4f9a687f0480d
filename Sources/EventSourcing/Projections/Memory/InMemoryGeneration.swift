/// What a view in memory keeps.
struct InMemoryGenerations<State: Sendable>: Sendable {
  var generations: [Int: InMemoryGeneration<State>] = [:]
  var positionsOfEffects: [ExactText: LogPosition] = [:]
  var newestNumber = 0
  var locked: Set<ViewLockPurpose> = []

  var current: Int? { generations.first { $0.value.state == .current }?.key }

  func positions(in generation: Int) -> [ExactText: LogPosition]? {
    generation == ViewGeneration.effects ? positionsOfEffects : generations[generation]?.positions
  }
}

struct InMemoryGeneration<State: Sendable>: Sendable {
  let version: Int
  var state: ViewGeneration.State
  private(set) var content: State
  private(set) var positions: [ExactText: LogPosition] = [:]
  private(set) var parked: [ParkedNotification] = []

  init(version: Int, state: ViewGeneration.State, content: State) {
    self.version = version
    self.state = state
    self.content = content
  }

  func description(_ number: Int) -> ViewGeneration {
    ViewGeneration(number: number, version: version, state: state)
  }

  /// Whether another one has come further in a log that both have read.
  func isBehind(_ other: InMemoryGeneration?) -> Bool {
    other?.positions.contains { upstream, position in
      guard let own = positions[upstream], own.log == position.log else { return false }
      return own.id < position.id
    } ?? false
  }

  /// - Throws: What the body throws; `AlreadyTracked`, `LogReplaced`, `NotParked`.
  func changed(by change: ViewChange<State>) throws -> InMemoryGeneration {
    var new = self
    let upstream = ExactText(change.upstream)
    if let position = try change.newPosition(after: positions[upstream]) { new.positions[upstream] = position }
    let own = parked.lazy.filter { ExactText($0.upstream) == upstream }.map(\.sequenceID)
    let sequences = ParkedSequences(total: parked.count, sequences: Set(own))
    for change in try change.body(&new.content, sequences) { try new.park(change) }
    return new
  }

  private mutating func park(_ change: ParkingChange) throws {
    let new = change.notification
    let index = parked.firstIndex {
      $0.notificationID == new.notificationID && ExactText($0.upstream) == ExactText(new.upstream)
    }
    switch change {
    case .parked:
      parked.append(new)
      parked.sort { ($0.upstream, $0.notificationID) < ($1.upstream, $1.notificationID) }
    case .failedAgain, .retried, .skipped:
      guard let index else { throw NotParked(new) }
      if case .failedAgain = change { parked[index] = new } else { parked.remove(at: index) }
    }
  }
}
