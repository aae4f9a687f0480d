import Foundation

/// What a copy has done or would do, in words.
package struct CopyReport: CustomStringConvertible {
  private let copy: PackageCopy
  private let isDryRun: Bool

  package init(of copy: PackageCopy, isDryRun: Bool) {
    self.copy = copy
    self.isDryRun = isDryRun
  }

  package var description: String {
    [files, manifest, systemPackages, next].filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n")
  }

  private var files: [String] {
    let count = copy.newFiles.count
    let there = copy.plan.files.count - count
    let rest = there == 0 ? "" : ", \(there) there already"
    let verb = isDryRun ? "Would copy" : "Copied"
    let names = isDryRun ? copy.newFiles : Self.folders(of: copy.newFiles)
    return ["\(verb) \(count) \(count == 1 ? "file" : "files") to \(copy.folder.relativePath)\(rest)"]
      + names.map { "  \($0)" }
  }

  /// A line a folder, with the number of files.
  private static func folders(of files: [String]) -> [String] {
    let groups = Dictionary(grouping: files) { $0.split(separator: "/").dropLast().joined(separator: "/") }
    return groups.sorted { $0.key < $1.key }.map { folder, files in
      files.count == 1 ? files[0] : "\(folder)/  \(files.count) files"
    }
  }

  private var manifest: [String] {
    let names = copy.plan.targets.map(\.name).joined(separator: ", ")
    let notes = copy.manifest.notes
    if copy.isNewPackage { return ["Package.swift \(isDryRun ? "would be" : "is") new, with \(names)"] + notes }
    if copy.manifest.lines.isEmpty { return ["Package.swift has all that is needed: \(names)"] + notes }
    let heading =
      copy.needsPasting
      ? "Package.swift was left as it is, because it cannot be extended safely. Add this to it, or nothing will build:"
      : "Package.swift \(isDryRun ? "would get" : "got") at its end"
    return [heading, copy.manifest.lines.trimmingCharacters(in: .newlines)] + notes
  }

  private var systemPackages: [String] {
    #if os(macOS)
      let (installer, command) = ("brew", "brew install")
    #else
      let (installer, command) = ("apt", "sudo apt-get install")
    #endif
    var names = copy.plan.targets.flatMap { $0.systemPackages(by: installer) }
    // GRDB declares its own; macOS has SQLite.
    if installer == "apt", copy.plan.packages.contains(where: { $0.identity == "grdb.swift" }) {
      names.append("libsqlite3-dev")
    }
    if copy.plan.needsServer { names.append("postgresql") }
    return names.isEmpty
      ? [] : ["It needs these, if they are not installed", "  \(command) \(names.joined(separator: " "))"]
  }

  private var next: [String] {
    guard !isDryRun else { return ["Nothing was written: this was a dry run."] }
    var lines = ["Next", "  cd \(Self.shellWord(copy.folder.relativePath))"]
    if copy.plan.hasTests {
      lines.append(copy.plan.needsServer ? "  .ci/with-postgresql swift test" : "  swift test")
    } else {
      lines.append("  swift build")
    }
    return lines + use
  }

  /// A path as a shell takes it for one word, and for no option.
  private static func shellWord(_ path: String) -> String {
    let path = path.utf8.first == UInt8(ascii: "-") ? "./\(path)" : path
    let isPlain = path.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "/._-+,:@%".utf8.contains(byte)
      }
    }
    // By scalars: a quote with an accent on it is a quote to a shell.
    return isPlain ? path : "'\(path.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined())'"
  }

  /// How a target of one's own gets at what was copied into its package.
  private var use: [String] {
    guard !copy.isNewPackage, !copy.manifest.lines.isEmpty, !copy.plan.libraries.isEmpty else { return [] }
    let names = copy.plan.libraries.map { "\"\($0)\"" }.joined(separator: ", ")
    return [
      "", "A target of yours that uses it declares", "  dependencies: [\(names)],",
      "  swiftSettings: [.enableUpcomingFeature(\"NonisolatedNonsendingByDefault\")]",
    ]
  }
}
