import Foundation
import Step6Encryption
import Story

@main
enum Run {
  static func main() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "step6-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await Step6.tell(Story(), folder: folder.path)
  }
}
