import EventSourcing

/// Why a request is not answered.
struct Refusal: Error {
  let status: Int
  let reason: String
  var headers: [String: String] = [:]
  var replaced: RefusalJSON.Replaced?

  static let unknownPath = Refusal(
    status: 404, reason: "There is nothing under this path: ask for a section, as in “…/1,10” or “…/current”.")

  static let notLetIn = Refusal(
    status: 401, reason: "This log is read with an access token, and that of the request is not the one.",
    headers: ["WWW-Authenticate": "Bearer"])

  static let otherMethod = Refusal(
    status: 405, reason: "A log is only read: use GET.", headers: ["Allow": "GET, HEAD"])

  static func badRequest(_ reason: String) -> Refusal {
    Refusal(status: 400, reason: reason)
  }

  /// What is said of an error to those outside.
  ///
  /// An error of the log itself may tell of a database what is not for them.
  init(_ error: any Error) {
    switch error {
    case let refusal as Refusal: self = refusal
    case let error as InvalidSectionID: self = .badRequest(error.description)
    case let error as LogReplaced:
      self.init(
        status: 409, reason: "The log is not the one that was read before, or not in that state.",
        replaced: RefusalJSON.Replaced(error.reason))
    case let error as any PassingError where error.passes: self = .unavailable
    // Whoever runs the log ends it, perhaps to begin it anew.
    case let error as RecorderError where error.code == .closed: self = .unavailable
    case is CancellationError: self = .unavailable
    default: self.init(status: 500, reason: "The log cannot be read. Who runs it can see why.")
    }
  }

  private static let unavailable = Refusal(
    status: 503, reason: "The log cannot be read for the moment: try again.", headers: ["Retry-After": "1"])

  init(
    status: Int, reason: String, headers: [String: String] = [:], replaced: RefusalJSON.Replaced? = nil
  ) {
    self.status = status
    self.reason = reason
    self.headers = headers
    self.replaced = replaced
  }
}
