/// What was found out about one kind of work.
package struct Measurement: Codable, Equatable, Sendable {
  /// What one side did, round by round.
  package struct Side: Codable, Equatable, Sendable {
    package let name: String

    /// Of all rounds, in the unit of the measurement.
    package let spread: Spread
    package let rounds: [Double]

    package init(name: String, rounds: [Double]) {
      self.name = name
      self.rounds = rounds
      spread = Spread(rounds)
    }
  }

  /// What the figure means.
  package enum Meaning: String, Codable, Sendable {
    /// How many times as fast as the other side.
    case rate

    /// How many times as long as the other side takes.
    case time

    /// The side's own number, whether there is another one or not.
    case number
  }

  /// As `--only` takes it.
  package let name: String

  /// For people.
  package let title: String

  /// Of what the sides did.
  package let unit: String

  package let subject: Side
  package let other: Side?

  /// What is held against the target: of the ratios of all rounds, each within its round.
  package let figure: Spread
  package let meaning: Meaning
  package let target: Target?

  /// Whether the median reaches the target, if there is one.
  package let isReached: Bool?

  /// Compares two sides by the time of one operation, in seconds, round by round.
  package init(
    _ work: Work, unit: String, meaning: Meaning, subject: (name: String, seconds: [Double]),
    other: (name: String, seconds: [Double])
  ) {
    let ratios = zip(subject.seconds, other.seconds).map { subject, other in
      meaning == .time ? subject / other : other / subject
    }
    self.init(
      work, unit: unit, meaning: meaning, subject: Side(name: subject.name, rounds: subject.seconds.map { 1 / $0 }),
      other: Side(name: other.name, rounds: other.seconds.map { 1 / $0 }), figure: Spread(ratios))
  }

  /// Takes a number that stands for itself.
  package init(_ work: Work, unit: String, subject name: String, numbers: [Double]) {
    let side = Side(name: name, rounds: numbers)
    self.init(work, unit: unit, meaning: .number, subject: side, other: nil, figure: side.spread)
  }

  /// Takes numbers that stand for themselves, and others of the same rounds to be shown beside them.
  package init(
    _ work: Work, unit: String, subject: (name: String, numbers: [Double]),
    beside other: (name: String, numbers: [Double])
  ) {
    let side = Side(name: subject.name, rounds: subject.numbers)
    self.init(
      work, unit: unit, meaning: .number, subject: side, other: Side(name: other.name, rounds: other.numbers),
      figure: side.spread)
  }

  private init(_ work: Work, unit: String, meaning: Meaning, subject: Side, other: Side?, figure: Spread) {
    name = work.name
    title = work.title
    self.unit = unit
    self.subject = subject
    self.other = other
    self.figure = figure
    self.meaning = meaning
    target = work.target
    isReached = work.target?.isReached(by: figure.median)
  }
}
