import Foundation
import GRDB

/// Opens a database file as a person with a tool would, on a connection that is not the recorder's.
func byHand<Value>(_ file: String, _ work: (Database) throws -> Value) throws -> Value {
  let connection = try DatabaseQueue(path: file)
  defer { try? connection.close() }
  return try connection.writeWithoutTransaction(work)
}

/// What is in a folder: the names and contents of its files.
func contents(of folder: String) throws -> [String: Data] {
  let names = try FileManager.default.contentsOfDirectory(atPath: folder)
  return try Dictionary(uniqueKeysWithValues: names.map { ($0, try Data(contentsOfFile: "\(folder)/\($0)")) })
}
