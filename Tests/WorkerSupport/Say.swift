import Foundation

/// Writes a line to the standard output, at once and whole.
package func say(_ line: String) {
  FileHandle.standardOutput.write(Data("\(line)\n".utf8))
}
