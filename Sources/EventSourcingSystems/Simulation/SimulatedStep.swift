import EventSourcing
import Foundation

/// One line of a trace.
struct SimulatedStep: Sendable {
  let participant: String
  var call: SimulatedCall?
  var fault: SimulatedFault?

  /// What has happened where nothing was called.
  var remark: String?

  var outcome: SimulatedOutcome?
}

/// The steps of a simulation for people, each in a line.
///
/// Sequences are numbered in the order in which they come up, so that it does not hang on their ids.
struct SimulationTrace {
  private var numbers: [UUID: Int] = [:]

  static func text(of steps: [SimulatedStep]) -> String {
    var trace = SimulationTrace()
    return steps.enumerated().map { number, step in
      let texts = [step.call.map { trace.text(of: $0) }, step.remark, step.fault.map { "(\($0.rawValue))" }]
      let outcome = step.outcome.map { " → \(trace.text(of: $0))" } ?? ""
      return "\(number + 1) \(step.participant): \(texts.compactMap(\.self).joined(separator: " "))\(outcome)"
    }.joined(separator: "\n")
  }

  private mutating func number(_ id: UUID) -> String {
    let number = numbers[id] ?? numbers.count + 1
    numbers[id] = number
    return "#\(number)"
  }

  private mutating func text(of call: SimulatedCall) -> String {
    switch call {
    case .begin: "begins"
    case .read(let reading, let application): "reads \(text(of: reading)) of \(application)"
    case .append(let request, let application): "records \(text(of: request)) in \(application)"
    case .wait(let id, let application): "waits for more than \(id) of \(application)"
    case .pause: "waits"
    case .effect(let call): "does \(call.effect) for \(number(call.cause.sequence))/\(call.cause.position)"
    }
  }

  private mutating func text(of reading: SimulatedCall.Reading) -> String {
    switch reading {
    case .item(let id, let position): "\(number(id))/\(position)"
    case .items(let id): number(id)
    case .sequenceIDs: "ids"
    case .page(let id): "a page after \(id)"
    case .newestPosition: "the newest position"
    case .logRevision: "the revision"
    case .lastTracked(let upstream): "how far \(upstream) is tracked"
    }
  }

  private mutating func text(of request: AppendRequest) -> String {
    var texts = request.items.map { "\($0.topic) \(number($0.sequenceID))/\($0.position)" }
    if let tracking = request.tracking { texts.append("\(tracking.upstream) \(tracking.from)–\(tracking.to.id)") }
    return texts.joined(separator: ", ")
  }

  private mutating func text(of outcome: SimulatedOutcome) -> String {
    switch outcome {
    case .done: "done"
    case .found(let count): "\(count)"
    case .read(let count, let id): "\(count), up to \(id)"
    case .position(let id): id.map(String.init) ?? "none"
    case .recorded(let ids): ids.isEmpty ? "recorded" : "recorded under \(ids.map(String.init).joined(separator: ", "))"
    case .isThere(let isThere): isThere ? "there is" : "nothing"
    case .failed(let error as ConcurrencyError): "conflict at \(number(error.sequenceID))/\(error.position)"
    case .failed(let error as AlreadyTracked): "tracked already, up to \(error.found)"
    case .failed(let error as RecorderError): error.code.rawValue
    case .failed(let error): "\(type(of: error))"
    }
  }
}
