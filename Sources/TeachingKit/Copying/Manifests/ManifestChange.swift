package import Foundation

/// The new text of a `Package.swift`, tried out before it takes the place of the old one.
package struct ManifestChange: Sendable {
  /// The whole text; `nil` if it stays as it is.
  package let text: String?

  /// What was added, or is to be added by hand if there is no `text`; empty if the manifest has all.
  package let lines: String
  package let notes: [String]

  /// A manifest for a folder without one.
  package init(new plan: CopyPlan, from source: Manifest, name: String) {
    let text = ManifestText.new(plan, from: source, name: name)
    self.text = text
    lines = text
    notes = []
  }

  /// A manifest with what it lacks added at its end.
  ///
  /// Not every manifest can be extended so: one that makes its package in another way is left alone.
  package init(extending folder: URL, by needs: ManifestNeeds, having existing: Manifest) async throws {
    notes = needs.notes
    guard !needs.isEmpty else {
      (text, lines) = (nil, "")
      return
    }
    let original = try String(contentsOf: folder.appending(path: "Package.swift"), encoding: .utf8)
    let lines = ManifestText.extending(needs, package: Self.constant(in: original) ?? "package")
    self.lines = lines
    let extended = original.trimmingSuffix(while: \.isNewline) + "\n\n" + lines
    // Of several manifests the one for the newest tools counts, and its own lines are to be added there.
    let isOnly = try !FileManager.default.contentsOfDirectory(atPath: folder.path).contains { name in
      name.hasPrefix("Package@swift-")
    }
    text = isOnly ? try await Self.declares(extended, existing, needs) ? extended : nil : nil
  }

  /// The name of the constant that holds the package.
  private static func constant(in text: String) -> String? {
    let declaration =
      /(?m)^\s*(?:let|var)\s+(\w+)\s*(?::\s*(?:PackageDescription\.)?Package\s*)?=\s*(?:\w+\.)?Package\b/
    return text.firstMatch(of: declaration).map { String($0.output.1) }
  }

  /// Whether a manifest of that text keeps what it had, and has what it needs.
  private static func declares(_ text: String, _ existing: Manifest, _ needs: ManifestNeeds) async throws -> Bool {
    let folder = URL.temporaryDirectory.appending(path: "kit-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appending(path: "Package.swift"))
    guard let manifest = try? await Manifest.read(from: folder) else { return false }
    let amended = Set(needs.amendments.map(\.target))
    let isKept = existing.targets.allSatisfy { target in
      amended.contains(target.name) || manifest.target(target.name) == target
    }
    let hasDependencies = needs.amendments.allSatisfy { amendment in
      let dependencies = manifest.target(amendment.target)?.dependencies ?? []
      return amendment.dependencies.allSatisfy(dependencies.contains)
    }
    return isKept && hasDependencies && needs.targets.allSatisfy { manifest.target($0.name) != nil }
      && manifest.targets.count == existing.targets.count + needs.targets.count
  }
}

extension String {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> String {
    var rest = self[...]
    while let last = rest.last, isTrimmed(last) { rest.removeLast() }
    return String(rest)
  }
}
