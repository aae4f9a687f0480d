import Foundation

extension Report {
  /// Writes the results into a folder, and says where.
  func write(to folder: String) throws {
    let folder = URL(filePath: folder)
    let files = [("benchmarks.json", try json())]
    for (name, data) in files {
      let file = folder.appending(path: name)
      try data.write(to: file)
      print("Written: \(file.path)")
    }
  }
}
