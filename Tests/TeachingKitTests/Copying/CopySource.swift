import Foundation
import TeachingKit

/// This package, read once for all tests of copying.
enum CopySource {
  static let folder: URL = {
    let file = URL(filePath: #filePath)
    return (try? PackageFolder(above: file.deletingLastPathComponent()).url) ?? file
  }()

  private static let read = Task { try SourceIndex(of: try await Manifest.read(from: folder), in: folder) }

  static var index: SourceIndex {
    get async throws { try await read.value }
  }

  static func plan(_ name: String, tests: Bool = true) async throws -> CopyPlan {
    let index = try await index
    return CopyPlan(try Catalogue(of: index).entry(name), in: index, tests: tests)
  }
}
