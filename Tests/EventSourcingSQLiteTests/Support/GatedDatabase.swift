import Dispatch
import EventSourcing
import Foundation
import Synchronization

/// Stands in for a database behind a `GroupCommit`: it tells when a group is being committed, and goes on when told.
final class GatedDatabase: Sendable {
  typealias Outcome = GroupCommit<Void, AppendRequest, [Int]>.Outcome

  let groups: GroupCommit<Void, AppendRequest, [Int]>
  private let begun: AsyncStream<[AppendRequest]>
  private let outcomes: Outcomes

  /// What the test has decided for the group that is being committed, and what happened so far.
  private final class Outcomes: Sendable {
    let gate = DispatchSemaphore(value: 0)
    let decided = Mutex<[Outcome]>([])
    let committed = Mutex<[String]>([])
    let uses = Mutex(0)
  }

  init(largestGroup: Int = 1_000) {
    let connection = DispatchQueue(label: "connection")
    let (begun, begin) = AsyncStream.makeStream(of: [AppendRequest].self)
    let outcomes = Outcomes()
    self.begun = begun
    self.outcomes = outcomes
    groups = GroupCommit(
      largestGroup: largestGroup,
      useConnection: { work, _ in
        outcomes.uses.withLock { $0 += 1 }
        connection.async { work(()) }
      },
      commit: { requests, _ in
        begin.yield(requests)
        outcomes.gate.wait()
        outcomes.committed.withLock { $0 += requests.flatMap(\.items).map(\.topic) }
        return outcomes.decided.withLock { $0 }
      })
  }

  /// The topics of all items whose commit has ended.
  var committed: [String] {
    outcomes.committed.withLock { $0 }
  }

  /// How often the connection was asked for.
  var usesOfConnection: Int {
    outcomes.uses.withLock { $0 }
  }

  /// Starts an append of one item, and returns when it waits for its outcome.
  @MainActor func append(_ topic: String) async -> Task<[Int], any Error> {
    await started { try await self.groups.append(AppendRequest([item(UUID(), 0, topic: topic)])) }
  }

  /// Waits for the next group to be committed, and gives the topics of its items.
  func nextGroup() async -> [String] {
    await begun.next()?.flatMap(\.items).map(\.topic) ?? []
  }

  /// Ends the commit of the group with these outcomes, one for each request.
  func finish(_ outcomes: Outcome...) {
    self.outcomes.decided.withLock { $0 = outcomes }
    self.outcomes.gate.signal()
  }
}
