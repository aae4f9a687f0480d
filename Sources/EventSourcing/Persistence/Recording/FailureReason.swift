/// What can be said of an error without saying a value: the text of one that is not of this library may have some in it.
package enum FailureReason {
  package static func text(of error: any Error) -> String {
    switch error {
    case let error as UnreadableItem: error.description
    case let error as RecorderError: error.description
    case let error as any SayableError: error.description
    default: "an error of the type \(String(reflecting: type(of: error)))."
    }
  }
}

/// An error of this library whose text has ids and positions in it, and no values.
package protocol SayableError: Error, CustomStringConvertible {}

extension ConcurrencyError: SayableError {}
extension KindNotInCatalog: SayableError {}
