import EventSourcing
import Foundation
import ProcessSupport
import Testing
import WorkerSupport

@Suite("A subscription to what other processes record", .timeLimit(.minutes(Soak.isOn ? 60 : 5)))
struct SubscriptionTests {
  private static let deadline = DispatchTimeInterval.seconds(Soak.isOn ? 3_500 : 240)

  @Test(arguments: SharedBackend.allCases)
  func `hands out each item once, in order, while four processes write`(_ backend: SharedBackend) async throws {
    let items = Soak.amount(8_000, soak: 400_000)
    try await backend.withDatabase { own, children in
      let recorder = try await own.recorder()
      let following = Task { try await ids(of: recorder, until: items) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for writer in 0..<4 {
          group.addTask {
            let load = ["load", "\(writer)", "\(items / 4)"]
            let (ending, _, errors) = try await run(children.worker, load + children.arguments, deadline: Self.deadline)
            #expect(ending == .exited(0), "\(errors)")
          }
        }
        try await group.waitForAll()
      }
      let all = try await recorder.notifications(after: 0, limit: .max).map(\.id)
      #expect(all.count == items)
      #expect(try await following.value == all)
      try await recorder.close()
    }
  }

  /// Each time from the position that was kept of the one before, as a program that is started again does it.
  @Test(arguments: SharedBackend.allCases)
  func `goes on after what it has handed out, though writers are killed`(_ backend: SharedBackend) async throws {
    try await backend.withDatabase { own, children in
      let recorder = try await own.recorder()
      var position = LogPosition.beginning
      var seen: [Int] = []
      for _ in 0..<Soak.amount(3, soak: 100) {
        try await withChild(children.worker, ["append", "0", "1"] + children.arguments) { child in
          _ = try #require(await child.nextLine())
          var left = 20
          for try await case .notification(let notification, let reached) in subscription(to: recorder, after: position)
          {
            seen.append(notification.id)
            position = reached
            left -= 1
            if left == 10 { child.kill() }
            if left == 0 { break }
          }
          _ = await child.ended()
        }
        try await own.hasSettled()
      }
      elements: for try await element in subscription(to: recorder, after: position) {
        switch element {
        case .notification(let notification, _): seen.append(notification.id)
        case .caughtUp: break elements
        }
      }
      #expect(try await recorder.notifications(after: 0, limit: .max).map(\.id) == seen)
      try await recorder.close()
    }
  }

  private func subscription(to recorder: any Recorder, after position: LogPosition) -> NotificationSubscription {
    NotificationSubscription(LocalNotificationLog(recorder), after: position, pageSize: 7)
  }

  private func ids(of recorder: any Recorder, until count: Int) async throws -> [Int] {
    var ids: [Int] = []
    for try await case .notification(let notification, _) in NotificationSubscription(LocalNotificationLog(recorder)) {
      ids.append(notification.id)
      if ids.count == count { break }
    }
    return ids
  }
}
