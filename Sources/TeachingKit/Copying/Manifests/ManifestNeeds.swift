/// What a manifest lacks for a copy to build.
package struct ManifestNeeds: Sendable {
  /// What a target that is there already must get.
  package struct Amendment: Equatable, Sendable {
    package let target: String
    package let dependencies: [ManifestTarget.Dependency]
    package let exclude: [String]
  }

  package private(set) var targets: [ManifestTarget] = []
  package private(set) var amendments: [Amendment] = []
  package private(set) var packages: [ManifestPackage] = []
  package private(set) var products: [Manifest.Product] = []

  /// All that the manifest must have then; `nil` if it has them.
  package private(set) var platforms: [Manifest.Platform]?

  /// What the developer should know, a sentence each.
  package private(set) var notes: [String] = []

  package var isEmpty: Bool {
    targets.isEmpty && amendments.isEmpty && packages.isEmpty && products.isEmpty && platforms == nil
  }

  /// Compares what a copy needs with what there is.
  ///
  /// - Parameters:
  ///   - source: The manifest of the package that is copied from.
  ///   - existing: That of the package that is copied to.
  ///   - dependency: By which of its dependencies that has the package that is copied from, if it does.
  ///   - isThere: Whether there is something at a path of that package, also after the copy.
  /// - Throws: `CopyRefused.unfitManifest`.
  package init(
    for plan: CopyPlan, from source: Manifest, in existing: Manifest, dependingBy dependency: String?,
    isThere: (String) -> Bool
  ) throws(CopyRefused) {
    guard Version(existing.swiftToolsVersion) >= Version(source.swiftToolsVersion) else {
      throw .unfitManifest(
        """
        Package.swift is of tools version \(existing.swiftToolsVersion), and what is copied needs \
        \(source.swiftToolsVersion). Change its first line to
          // swift-tools-version: \(Self.short(source.swiftToolsVersion))
        see that your package still builds, and try again.
        """)
    }
    try Self.refuseDependency(of: existing, by: dependency, on: source, beside: plan)
    let isOldLanguage = existing.swiftLanguageVersions.map { !$0.contains("6") } ?? false
    for target in plan.targets {
      if let present = existing.target(target.name) {
        try amend(present, to: target, isThere)
      } else {
        targets.append(target)
        if isOldLanguage, target.type != .system {
          targets[targets.count - 1].settings.append(.init(kind: "swiftLanguageMode", value: "6"))
        }
      }
    }
    for package in plan.packages {
      if let present = existing.dependencies.first(where: { $0.identity == package.identity }) {
        try Self.check(present, against: package)
      } else {
        packages.append(package)
      }
    }
    products = plan.products.filter { product in !existing.products.contains { $0.name == product.name } }
    raisePlatforms(of: existing, to: source)
  }

  private mutating func amend(
    _ present: ManifestTarget, to target: ManifestTarget, _ isThere: (String) -> Bool
  ) throws(CopyRefused) {
    guard present.type == target.type, present.folder == target.folder else {
      throw .unfitManifest(
        "Package.swift has a target \(target.name) already, which is another one: \(present.folder).")
    }
    let dependencies = target.dependencies.filter { dependency in
      // What is a target in the one may be called by name in the other.
      !present.dependencies.contains { $0.name == dependency.name }
    }
    let exclude = target.exclude.filter { !present.exclude.contains($0) && isThere("\(target.folder)/\($0)") }
    guard !dependencies.isEmpty || !exclude.isEmpty else { return }
    amendments.append(Amendment(target: target.name, dependencies: dependencies, exclude: exclude))
  }

  private static func check(_ present: ManifestPackage, against wanted: ManifestPackage) throws(CopyRefused) {
    // A branch or a folder is somebody's decision: the build will show whether it fits.
    guard let first = present.range, let second = wanted.range else { return }
    let lower = max(Version(first.lowerBound), Version(second.lowerBound))
    guard lower < min(Version(first.upperBound), Version(second.upperBound)) else {
      throw .unfitManifest(
        """
        Package.swift asks for \(wanted.identity) from \(first.lowerBound) up to \(first.upperBound), and what is \
        copied needs \(second.lowerBound) or newer, up to \(second.upperBound). Change that line, and try again.
        """)
    }
  }

  /// A package cannot have a target and depend on another package that has one of the same name.
  private static func refuseDependency(
    of existing: Manifest, by dependency: String?, on source: Manifest, beside plan: CopyPlan
  ) throws(CopyRefused) {
    let all = source.closure(of: source.products.flatMap(\.targets))
    if let dependency, let target = plan.targets.first(where: { all.contains($0.name) }) {
      throw .unfitManifest(
        """
        Package.swift depends on \(dependency), by which the package has \(target.name) of the package \
        \(source.name) already, and no package can have that twice. Use it as it is; or take that dependency out first, \
        to own the code.
        """)
    }
    let products = existing.targets.flatMap(\.dependencies).filter { existing.target($0.name) == nil }.map(\.name)
    for product in source.products where products.contains(product.name) {
      let used = source.closure(of: product.targets)
      guard let target = plan.targets.first(where: { used.contains($0.name) }) else { continue }
      throw .unfitManifest(
        """
        Package.swift depends on \(product.name) of the package \(source.name), which brings \(target.name) with it, \
        and no package can have that twice. Use it as it is; or take that dependency out first, to own the code.
        """)
    }
  }

  /// Only what is declared is raised: which systems a package is for is its own business.
  private mutating func raisePlatforms(of existing: Manifest, to source: Manifest) {
    var raised = existing.platforms
    for platform in source.platforms {
      guard let index = raised.firstIndex(where: { $0.platformName == platform.platformName }) else { continue }
      let old = raised[index]
      guard Version(old.version) < Version(platform.version) else { continue }
      raised[index] = platform
      notes.append("Your package needs \(platform.platformName) \(platform.version) now; it was \(old.version).")
    }
    if raised != existing.platforms { platforms = raised }
    if existing.platforms.isEmpty, !source.platforms.isEmpty {
      let least = source.platforms.map { "\($0.platformName) \($0.version)" }.joined(separator: ", ")
      notes.append("Package.swift names no platforms. Of Apple's, what was copied needs at least these: \(least).")
    }
  }

  static func short(_ toolsVersion: String) -> String {
    toolsVersion.hasSuffix(".0") ? String(toolsVersion.dropLast(2)) : toolsVersion
  }
}
