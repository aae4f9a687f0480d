import EventSourcing
import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

extension Exchanges.Answer {
  /// Sees to it that this is an answer, and all of it.
  ///
  /// - Throws: `RemoteLogError`, `FarLogReplaced`.
  func check(at url: URL) throws {
    let status = response.statusCode
    if status == 200 {
      let isShort = BodyLength.isShort(
        body.count, announced: response.value(forHTTPHeaderField: "Content-Length"),
        encoding: response.value(forHTTPHeaderField: "Content-Encoding"))
      guard isShort else { return }
      throw RemoteLogError(.unreachable, "The answer of \(url.place) broke off after \(body.count) bytes.")
    }
    let refusal = try? LogJSON.value(RefusalJSON.self, from: body)
    // A server can write what it likes there, and it may end up on a terminal.
    let said = refusal.map { " It says: “\($0.reason.onOneLine)”" } ?? ""
    let error = RemoteLogError(
      .of(status: status), "\(url.place) answers with the status \(status).\(said)",
      earliest: response.value(forHTTPHeaderField: "Retry-After").flatMap(Int.init).map { .seconds(max($0, 0)) })
    guard status == 409, let replaced = refusal?.replaced else { throw error }
    guard let reason = replaced.reason else {
      throw RemoteLogError(
        .unreadable, "\(url.place) says that its log is not the one that was read before, but not how.\(said)")
    }
    throw FarLogReplaced(reason: reason, asRefusal: error)
  }
}

extension RemoteLogError.Code {
  fileprivate static func of(status: Int) -> Self {
    switch status {
    // What was not asked for is no redirection.
    case 304: .unreadable
    case 300..<400: .redirected
    case 401, 403, 407: .refused
    case 404, 410: .notFound
    case 408, 425, 429, 502, 503, 504: .unavailable
    case 400..<500: .invalidRequest
    case 500...: .failed
    default: .unreadable
    }
  }
}

extension RemoteLogError {
  /// What an error of an exchange means to the reader.
  static func meaning(of error: any Error, at url: URL) -> any Error {
    switch error {
    case is CancellationError: error
    // Whoever gives up otherwise says why.
    case URLError.cancelled: CancellationError()
    case Exchanges.Failure.tooLarge:
      RemoteLogError(.tooLarge, "The answer of \(url.place) is larger than is allowed: ask for fewer at a time.")
    case Exchanges.Failure.tooLate: RemoteLogError(.timedOut, "\(url.place) did not answer in time.")
    case Exchanges.Failure.noHTTP: RemoteLogError(.unreadable, "What \(url.place) answers is not HTTP.")
    case let error as URLError: meaning(of: error, at: url)
    default: RemoteLogError(.unreachable, "\(url.place) cannot be reached.")
    }
  }

  private static func meaning(of error: URLError, at url: URL) -> RemoteLogError {
    let number = error.code.rawValue
    switch error.code {
    case .timedOut: return RemoteLogError(.timedOut, "\(url.place) did not answer in time.")
    case .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateHasUnknownRoot,
      .serverCertificateNotYetValid, .serverCertificateUntrusted, .clientCertificateRejected,
      .clientCertificateRequired:
      return RemoteLogError(.untrusted, "No trusted connection to \(url.place) comes about (Foundation's \(number)).")
    // The address was looked at before: on Linux this is said of an answer that does not begin as HTTP does. A bad
    // response is none of these: on Linux it is said of a connection that was closed before any byte came.
    case .unsupportedURL, .cannotParseResponse, .cannotDecodeRawData, .cannotDecodeContentData:
      return RemoteLogError(.unreadable, "What \(url.place) answers cannot be read (Foundation's \(number)).")
    default:
      return RemoteLogError(
        .unreachable, "\(url.place) cannot be reached, or the connection broke off (Foundation's \(number)).")
    }
  }
}

extension URL {
  /// The address without its query, for a person.
  var place: String {
    let text = absoluteString
    return String(Substring(text.utf8.prefix { $0 != UInt8(ascii: "?") }))
  }
}

extension String {
  /// The beginning of the text, without what could steer a terminal.
  fileprivate var onOneLine: String {
    var scalars = String.UnicodeScalarView()
    for scalar in unicodeScalars.prefix(200) {
      let isControl = [.control, .format, .lineSeparator, .paragraphSeparator].contains(
        scalar.properties.generalCategory)
      scalars.append(isControl ? "\u{FFFD}" : scalar)
    }
    return String(scalars)
  }
}
