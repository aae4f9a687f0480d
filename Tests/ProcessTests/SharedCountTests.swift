import EventSourcing
import Foundation
import ProcessSupport
import Testing
import WorkerSupport

@Suite("A database that several processes count in", .timeLimit(.minutes(5)))
struct SharedCountTests {
  @Test(arguments: SharedBackend.allCases)
  func `loses no update`(_ backend: SharedBackend) async throws {
    try await backend.withDatabase { own, children in
      let recorder = try await own.recorder()
      let arguments = ["count", "60"] + children.arguments
      try await withChild(children.worker, arguments) { one in
        try await withChild(children.worker, arguments) { two in
          try await SharedCount.add(60, in: recorder)
          #expect(await one.ended() == .exited(0))
          #expect(await two.ended() == .exited(0))
        }
      }
      let sums = try await recorder.items(of: SharedCount.sequenceID).map { String(decoding: $0.data, as: UTF8.self) }
      #expect(sums == (1...180).map(String.init))
      try await recorder.close()
    }
  }
}
