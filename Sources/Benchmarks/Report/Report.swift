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

  package init(system: String, processors: Int, databases: [String]) {
    self.system = system
    self.processors = processors
    self.databases = databases
  }
}
