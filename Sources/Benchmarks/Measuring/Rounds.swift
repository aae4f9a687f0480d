/// Measures contenders by turns, A B A B …, so that whatever else the machine does meets all of them.
struct Rounds {
  let count: Int

  /// The least time that a round of one contender takes.
  var leastTime = Duration.milliseconds(350)

  var progress: (String) -> Void = { _ in }

  /// - Returns: For each contender the time of one operation in seconds, a number for each round.
  /// - Throws: `WrongCount` if a contender has not stored what it was asked to.
  func measure(_ contenders: [Contender]) async throws -> [[Double]] {
    var operations: [Int] = []
    var asked = contenders.map { _ in 0 }
    for (index, contender) in contenders.enumerated() {
      progress("\(contender.name): how much fits in a round")
      let (size, total) = try await roundSize(of: contender)
      operations.append(size)
      asked[index] = total
    }
    var seconds: [[Double]] = contenders.map { _ in [] }
    for round in 1...count {
      for (index, contender) in contenders.enumerated() {
        progress("round \(round) of \(count): \(contender.name)")
        seconds[index].append(try await contender.run(operations[index]) / .seconds(1) / Double(operations[index]))
        asked[index] += operations[index]
      }
    }
    for (index, contender) in contenders.enumerated() {
      guard let stored = contender.stored else { continue }
      try expect(await stored(), is: asked[index], contender.name)
    }
    return seconds
  }

  /// Finds how many operations take long enough, which also warms everything up.
  private func roundSize(of contender: Contender) async throws -> (size: Int, total: Int) {
    var size = contender.step
    var total = 0
    while true {
      let time = try await contender.run(size)
      total += size
      guard time < leastTime else { return (size, total) }
      // A little more than should do, and never so much more that a first slow run leads far off.
      let factor = min(max(leastTime * 1.15 / max(time, .microseconds(1)), 1.3), 20)
      size = (Int(Double(size) * factor) / contender.step + 1) * contender.step
    }
  }
}

/// How long something takes.
func timed(_ body: () async throws -> Void) async rethrows -> Duration {
  let start = ContinuousClock.now
  try await body()
  return .now - start
}
