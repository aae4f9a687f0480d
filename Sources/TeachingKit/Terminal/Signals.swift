import Foundation

/// The signals that ask a program to end, as values instead of an end at once.
///
/// They are heard for as long as this is kept.
package final class EndingSignals {
  /// The numbers of those that came.
  package let stream: AsyncStream<Int32>
  private let sources: [any DispatchSourceSignal]

  package init() {
    let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
    self.stream = stream
    sources = [SIGINT, SIGTERM, SIGHUP, SIGQUIT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield(number) }
      source.resume()
      return source
    }
  }
}
