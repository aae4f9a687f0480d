import Foundation

/// Sees to it that the Swift files that pages show are compiled, by this package or by one inside it.
struct CompiledSources {
  let folder: URL
  let toolchain: any Toolchain

  /// Whether packages inside this one, in `Tutorials`, are built and tested too.
  let testsInnerPackages: Bool

  /// - Parameter shown: The places where a file is shown.
  /// - Returns: What is wrong, by the file that is shown.
  func problems(with shown: Set<String>) async throws -> [String: String] {
    var problems: [String: String] = [:]
    let files = shown.filter { $0.hasSuffix(".swift") && exists($0) }
    for (package, files) in Dictionary(grouping: files, by: packageFolder).sorted(by: { $0.key < $1.key }) {
      do {
        let url = package.isEmpty ? folder : folder.appending(path: package)
        let sources = try await toolchain.sources(ofPackageIn: url)
        for file in files where !sources.contains(String(file.dropFirst(package.isEmpty ? 0 : package.count + 1))) {
          problems[file] = "\(file) is not compiled: no target has it. Show source that is."
        }
        if testsInnerPackages, package.hasPrefix("Tutorials/") { try await toolchain.test(packageIn: url) }
      } catch let error as BuildFailed {
        for file in files { problems[file] = error.description }
      }
    }
    return problems
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: path).path)
  }

  /// The innermost folder around a file with a manifest, from the top; empty for the top itself.
  private func packageFolder(of path: String) -> String {
    var parts = path.split(separator: "/").dropLast()
    while !parts.isEmpty, !exists((parts + ["Package.swift"]).joined(separator: "/")) { parts.removeLast() }
    return parts.joined(separator: "/")
  }
}
