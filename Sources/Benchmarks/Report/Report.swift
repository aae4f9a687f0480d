package import Foundation

/// All that one run has measured, and where.
package struct Report: Codable, Equatable, Sendable {
  package let date: String
  package let machine: Machine
  package let rounds: Int
  package let measurements: [Measurement]

  package init(date: String, machine: Machine, rounds: Int, measurements: [Measurement]) {
    self.date = date
    self.machine = machine
    self.rounds = rounds
    self.measurements = measurements
  }

  package func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }
}

/// What the measurements were made on.
package struct Machine: Codable, Equatable, Sendable {
  package let system: String
  package let processors: Int
  package let databases: [String]

  /// How many processes wanted a processor in the minute before (the load average).
  package let load: Double

  package init(system: String, processors: Int, databases: [String], load: Double) {
    self.system = system
    self.processors = processors
    self.databases = databases
    self.load = load
  }

  /// What to think of the numbers if others were at work at the same time; `nil` if the machine was quiet.
  package var warning: String? {
    guard load > 0.5 * Double(processors) else { return nil }
    return "The machine was busy before this began (load \(load.short)): measure again when it is quiet."
  }
}
