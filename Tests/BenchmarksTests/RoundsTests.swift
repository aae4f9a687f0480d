import Benchmarks
import Testing

@Suite("Rounds of contenders")
struct RoundsTests {
  /// What contenders were asked for, in order.
  private final class Log {
    var entries: [String] = []
    var sums: [String: Int] = [:]

    func contender(_ name: String, step: Int = 1, per operation: Duration, lost: Int = 0) -> Contender {
      Contender(name, step: step, stored: { self.sums[name, default: 0] - lost }) { operations in
        self.entries.append("\(name)\(operations)")
        self.sums[name, default: 0] += operations
        return operation * operations
      }
    }
  }

  @Test func `are taken by turns`() async throws {
    let log = Log()
    let rounds = Rounds(count: 3, leastTime: .zero)
    _ = try await rounds.measure([log.contender("A", per: .seconds(1)), log.contender("B", per: .seconds(1))])
    // The first of each finds out how much fits in a round.
    #expect(log.entries == ["A1", "B1"] + ["A1", "B1", "A1", "B1", "A1", "B1"])
  }

  @Test func `give the seconds of one operation`() async throws {
    let log = Log()
    let seconds = try await Rounds(count: 2, leastTime: .seconds(8)).measure([
      log.contender("A", per: .seconds(2)), log.contender("B", per: .milliseconds(500)),
    ])
    #expect(seconds == [[2, 2], [0.5, 0.5]])
  }

  @Test func `are long enough, in whole steps`() async throws {
    let log = Log()
    _ = try await Rounds(count: 1, leastTime: .seconds(100)).measure([log.contender("A", step: 64, per: .seconds(1))])
    #expect(log.entries == ["A64", "A128", "A128"])
  }

  @Test func `do not grow far on one slow or quick look`() async throws {
    let log = Log()
    _ = try await Rounds(count: 1, leastTime: .seconds(1)).measure([log.contender("A", per: .milliseconds(1))])
    #expect(log.entries.prefix(3) == ["A1", "A21", "A421"])
  }

  @Test func `fail if not all was stored`() async {
    let log = Log()
    let error = await #expect(throws: WrongCount.self) {
      try await Rounds(count: 2, leastTime: .zero).measure([log.contender("A", per: .seconds(1), lost: 1)])
    }
    #expect(error?.expected == 3)
    #expect(error?.found == 2)
  }
}
