import ArgumentParser
import DatabaseChoice
import EventSourcingSQLite
import Foundation
import Step6Encryption

@main
struct Run: DatabaseCommand {
  static let configuration = CommandConfiguration(commandName: "step6", abstract: "Tells the story of step 6.")

  @OptionGroup var database: DatabaseOption

  func run() async throws {
    // A database in memory has no file to search, so this step makes one for a while.
    let folder = FileManager.default.temporaryDirectory.appending(path: "step6-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = DatabaseAddress.sqlite(.file("\(folder.path)/examples.sqlite"))
    let address = try database.address ?? file

    try await database.tell(unlessGiven: file, table: .ofStep(6)) { story, recorder in
      // Of a server, the files are out of reach; what it has of the events are the rows.
      let stored: StoredBytes = if let file = address.file { .files(file) } else { .rows(recorder) }
      try await Step6.tell(story, recorder: recorder, stored: stored)
    }
  }
}
