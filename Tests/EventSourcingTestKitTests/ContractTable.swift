import EventSourcingTestKit
import Foundation
import Synchronization

/// What the backends were found to do: a row for each promise, a column for each backend.
///
/// It is given out once, when every promise has been tried on every backend. Where a trial is missing, so is the table.
final class ContractTable: Sendable {
  private struct Trial: Hashable {
    let promise: String
    let backend: Backend
  }

  private let promises: [String]
  private let giveOut: @Sendable (String) -> Void
  private let outcomes = Mutex<[Trial: Bool]>([:])

  init(of promises: [String], giveOut: @escaping @Sendable (String) -> Void) {
    self.promises = promises
    self.giveOut = giveOut
  }

  /// Runs a trial, and enters whether it ended without an error.
  ///
  /// - Throws: What the trial throws.
  func enter(_ promise: some CustomStringConvertible, _ backend: Backend, _ trial: () async throws -> Void) async throws
  {
    let trialOf = Trial(promise: "\(promise)", backend: backend)
    do {
      try await trial()
    } catch {
      enter(trialOf, isKept: false)
      throw error
    }
    enter(trialOf, isKept: true)
  }

  private func enter(_ trial: Trial, isKept: Bool) {
    let complete: [Trial: Bool]? = outcomes.withLock { outcomes in
      let isNew = outcomes.updateValue(isKept, forKey: trial) == nil
      return isNew && outcomes.count == promises.count * Backend.allCases.count ? outcomes : nil
    }
    if let complete { giveOut(text(complete)) }
  }

  private func text(_ outcomes: [Trial: Bool]) -> String {
    let header = ["Every recorder …"] + Backend.allCases.map(\.description)
    let rows = promises.map { promise in
      [promise] + Backend.allCases.map { outcomes[Trial(promise: promise, backend: $0)] == true ? "✓" : "✗" }
    }
    let table = [header] + rows
    let widths = header.indices.map { column in table.map(\.[column].count).max() ?? 0 }
    return table.map { row in
      let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
      // Without the spaces that fill up the last cell.
      return cells.dropLast().joined(separator: "  ") + "  " + row[row.count - 1]
    }.joined(separator: "\n")
  }
}

extension ContractTable {
  /// The one that the contract tests fill.
  static let shared = ContractTable(
    of: RecorderPromise.allCases.map(\.description) + MaintenancePromise.allCases.map(\.description)
      + ReplicaPromise.allCases.map(\.description)
  ) { table in
    // Between the lines of other tests it could not be read, so `.ci/run-tests` asks for a file.
    if let path = ProcessInfo.processInfo.environment["EVENTSOURCING_CONTRACT_TABLE"] {
      try? "\(table)\n".write(toFile: path, atomically: true, encoding: .utf8)
    } else {
      print(table)
    }
  }
}
