import EventSourcing
public import Foundation

/// Another request was sent under the id of a command: nothing was done.
///
/// Send each request under an id of its own, and the same one under the same id.
public struct CommandDiffers: Error, Hashable, CustomStringConvertible {
  public let commandID: UUID

  /// The stored name of the command's events.
  public let storedName: String

  public init(commandID: UUID, storedName: String) {
    self.commandID = commandID
    self.storedName = storedName
  }

  public var description: String {
    "“\(storedName)” \(commandID) was given before, and asked for something else then. Give another request an id of its "
      + "own."
  }
}

extension CommandDiffers: SayableError {}
