import EventSourcing
import EventSourcingSystems
import Foundation
import SystemSupport
import Testing

@Suite("A simulation of a system that never settles", .timeLimit(.minutes(5)))
struct EndlessSystemTests {
  @Test func `ends when there was always more to do with one thread`() async throws {
    // Two that answer each other, for ever.
    let (left, right) = (try Ball.application("left").playingBack, try Ball.application("right").playingBack)
    let failed = try await failure(of: System(left | right | left), seed: 7)
    guard case .notSettledInOneThread(let calls) = failed.reason else { throw failed }
    #expect(calls > 1_000)
    #expect("\(failed)".contains("SimulationRunner(system, seed: 7)"))
  }

  @Test func `ends when there is always more to do in the simulation, in the same steps each time`() async throws {
    let (system, commands) = (try SimulatedShop.system(), SimulatedShop.commands(seed: 7))
    let runner = SimulationRunner(system, seed: 7) { NeverTracking(inner: $0) }
    let failed = try #require(await #expect(throws: SimulationFailed.self) { try await runner.run(commands) })
    guard case .notSettled(let steps) = failed.reason else { throw failed }
    #expect(steps > 1_000)
    #expect("\(failed)".contains("SimulationRunner(system, seed: 7)"))
    let again = await #expect(throws: SimulationFailed.self) { try await runner.run(commands) }
    #expect(again?.trace == failed.trace)
  }

  @Test func `ends when a reaction goes on and on, and asks for nothing`() async throws {
    let system = try System(
      Ball.application("left")
        | ProcessApplication("right", catalog: EventCatalog()).when(Ball.Event.self) { _, _ in
          while Pace.current.isSimulated { await Task.yield() }
        })
    let failed = try await failure(of: system, seed: 7)
    guard case .stuck("right < left") = failed.reason else { throw failed }
  }

  @Test(arguments: [Duration.seconds(Int64.max), .seconds(Int64.min), .zero])
  func `takes any time that passes`(_ duration: Duration) async throws {
    try await SimulationRunner(SimulatedShop.system(), seed: 7)
      .run(
        [SimulatedShop.placing(UUID(), name: "order", item: "lamp", card: "card", payBy: .init(microseconds: .max))],
        for: duration)
  }

  private func failure(of system: System, seed: UInt64) async throws -> SimulationFailed {
    let id = UUID()
    let serve = SimulatedCommand("serve", to: "left") { unit in
      guard try await !unit.repository(of: Ball.self).contains(id) else { return }
      var ball = try Ball.create(.played, id: id)
      try await ball.save()
    }
    return try #require(
      await #expect(throws: SimulationFailed.self) { try await SimulationRunner(system, seed: seed).run([serve]) })
  }
}

private struct Ball: Aggregate {
  enum Event: EventPayload {
    case played
    static let storedName = "Ball"
    enum CodingKeys: String, CodingKey, CaseIterable { case played }
  }

  var lifecycle: Lifecycle
  var pendingEvents = PendingEvents<Event>()

  static func mutate(_ ball: inout Ball?, with event: DomainEvent<Event>) {
    ball = Ball(lifecycle: Lifecycle(createdBy: event))
  }

  static func application(_ name: String) throws -> ProcessApplication {
    try ProcessApplication(name, catalog: EventCatalog(.events(of: Event.self)))
  }
}

extension ProcessApplication {
  /// Plays back each ball of others.
  fileprivate var playingBack: ProcessApplication {
    when(Ball.Event.self) { _, work in
      var ball = try Ball.create(.played, id: work.id("ball"))
      try await ball.save()
    }
  }
}

/// Reaches no database when something is to be tracked.
private struct NeverTracking: ForwardingRecorder {
  let inner: any Recorder

  func append(_ request: AppendRequest) async throws -> [Int] {
    if request.tracking != nil { throw RecorderError(.unavailable, "The simulated database cannot be reached.") }
    return try await inner.append(request)
  }
}
