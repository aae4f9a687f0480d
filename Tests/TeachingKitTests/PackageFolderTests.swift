import Foundation
import TeachingKit
import Testing

@Suite("The package's folder")
struct PackageFolderTests {
  @Test func `is found from a folder deep inside`() throws {
    let file = URL(filePath: #filePath)
    let folder = try PackageFolder(above: file.deletingLastPathComponent())
    #expect(FileManager.default.fileExists(atPath: folder.appending("Package.swift").path))
  }

  @Test func `is not found outside`() {
    #expect(throws: PackageFolder.NotFound.self) { try PackageFolder(above: URL(filePath: "/usr")) }
  }
}
