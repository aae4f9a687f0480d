import EventSourcing
import Foundation

/// What somebody asks for before it has to wait for its turn.
enum SimulatedCall: Sendable {
  enum Reading: Sendable {
    case item(of: UUID, at: Int)
    case items(of: UUID)
    case sequenceIDs
    case page(after: Int)
    case newestPosition
    case logRevision
    case lastTracked(String)
  }

  /// To begin.
  case begin

  /// To read of the recorder of an application.
  case read(Reading, application: String)

  /// To record something.
  case append(AppendRequest, application: String)

  /// To be told that there is something after an id.
  case wait(after: Int, application: String)

  /// That a time passes.
  case pause

  /// To do something in the world.
  case effect(EffectCall)
}

/// What came of it.
enum SimulatedOutcome: Sendable {
  case done
  case found(Int)
  case read(Int, upTo: Int)
  case position(Int?)
  case recorded([Int])
  case isThere(Bool)
  case failed(any Error)
}

/// What the simulation has happen to it.
enum SimulatedVerdict: Sendable {
  /// It is done.
  case goesOn

  /// It is not done, and this is thrown.
  case fails(RecorderError)

  /// It is done, and this is thrown.
  case failsAfterwards(RecorderError)

  /// It is not done, and who has asked has ended.
  case endsBefore

  /// It is done, and who has asked has ended.
  case endsAfterwards

  /// Whether who has asked has ended.
  var isEnd: Bool {
    switch self {
    case .endsBefore, .endsAfterwards: true
    case .goesOn, .fails, .failsAfterwards: false
    }
  }
}
