import Foundation

/// Whether the text stands anywhere in the files of a folder, byte by byte.
package func isFound(_ text: String, inFilesOf folder: String) throws -> Bool {
  let files = try FileManager.default.contentsOfDirectory(at: URL(filePath: folder), includingPropertiesForKeys: nil)
  return try files.contains { file in
    try Data(contentsOf: file).firstRange(of: Data(text.utf8)) != nil
  }
}
