import Benchmarks
import Testing

@Suite("A measurement")
struct MeasurementTests {
  private let work = Work("sample", "A sample", target: .atLeast(2))

  @Test func `of rates says how many times as fast the subject is`() {
    let measurement = Measurement(
      work, unit: "events/s", meaning: .rate, subject: ("A", [0.25, 0.5]), other: ("B", [1, 1]))
    #expect(measurement.figure == Spread([4, 2]))
    #expect(measurement.subject.rounds == [4, 2])
    #expect(measurement.other?.spread.median == 1)
  }

  @Test func `of times says how many times as long the subject takes`() {
    let measurement = Measurement(
      work, unit: "events/s", meaning: .time, subject: ("A", [0.25, 0.5]), other: ("B", [1, 1]))
    #expect(measurement.figure == Spread([0.25, 0.5]))
  }

  @Test func `has the middle of the ratios, not the ratio of the middles`() {
    let measurement = Measurement(
      work, unit: "events/s", meaning: .rate, subject: ("A", [1, 2, 4]), other: ("B", [8, 2, 8]))
    // The rounds' ratios are 8, 1 and 2; the middles are 2 and 8.
    #expect(measurement.figure.median == 2)
  }

  @Test func `of a number has that number as its figure`() {
    let measurement = Measurement(work, unit: "MB", subject: "A", numbers: [3, 1, 2])
    #expect(measurement.figure == Spread([1, 2, 3]))
    #expect(measurement.other == nil)
  }

  @Test(arguments: [
    (Target.atLeast(2), 2.0, true), (.atLeast(2), 1.9, false), (.atMost(2), 2, true), (.atMost(2), 2.1, false),
  ])
  func `says whether the target is reached`(_ target: Target, _ number: Double, _ isReached: Bool) {
    let measurement = Measurement(Work("w", "W", target: target), unit: "MB", subject: "A", numbers: [number])
    #expect(measurement.isReached == isReached)
  }

  @Test func `without a target reaches none and misses none`() {
    #expect(Measurement(Work("w", "W"), unit: "MB", subject: "A", numbers: [1]).isReached == nil)
  }
}
