/// Writes what a copy needs as the lines of a `Package.swift`.
struct ManifestText {
  private static let width = 118

  /// The name of the constant for the settings that all targets have.
  private static let settings = "settings"

  /// What most targets have, to be written once.
  private let shared: [ManifestTarget.Setting]

  init(for targets: [ManifestTarget]) {
    shared = targets.first { $0.type != .system }?.settings ?? []
  }

  /// The constant with the settings; `nil` if there are none.
  var settingsDeclaration: String? {
    shared.isEmpty ? nil : "let \(Self.settings): [SwiftSetting] = [\n\(shared.map { "  \(text($0)),\n" }.joined())]"
  }

  func target(_ target: ManifestTarget) -> String {
    var parts = ["name: \(quoted(target.name))"]
    if !target.dependencies.isEmpty { parts.append("dependencies: \(list(target.dependencies.map(text)))") }
    if let path = target.path { parts.append("path: \(quoted(path))") }
    if !target.exclude.isEmpty { parts.append("exclude: \(list(target.exclude.map(quoted)))") }
    if target.type != .system, !target.settings.isEmpty {
      let own = target.settings == shared ? Self.settings : list(target.settings.map(text))
      parts.append("swiftSettings: \(own)")
    }
    if let pkgConfig = target.pkgConfig { parts.append("pkgConfig: \(quoted(pkgConfig))") }
    let providers = (target.providers ?? []).flatMap { $0.sorted { $0.key < $1.key } }.map { installer, names in
      ".\(installer)(\(list(names.flatMap(\.self).map(quoted))))"
    }
    if !providers.isEmpty { parts.append("providers: \(list(providers))") }
    return call(function(of: target.type), parts)
  }

  func package(_ package: ManifestPackage) -> String? {
    guard let url = package.url, let range = package.range else { return nil }
    let major = Int(range.lowerBound.prefix { $0 != "." }) ?? 0
    let isUpToNextMajor = range.upperBound == "\(major + 1).0.0"
    let requirement =
      isUpToNextMajor
      ? "from: \(quoted(range.lowerBound))" : "\(quoted(range.lowerBound))..<\(quoted(range.upperBound))"
    return ".package(url: \(quoted(url)), \(requirement))"
  }

  func product(_ product: Manifest.Product) -> String {
    ".executable(name: \(quoted(product.name)), targets: \(list(product.targets.map(quoted))))"
  }

  func platform(_ platform: Manifest.Platform) -> String {
    let names = ["macos": "macOS", "maccatalyst": "macCatalyst", "ios": "iOS", "tvos": "tvOS", "watchos": "watchOS"]
    let more = ["visionos": "visionOS", "driverkit": "driverKit"]
    guard let name = names[platform.platformName] ?? more[platform.platformName] else {
      return ".custom(\(quoted(platform.platformName)), versionString: \(quoted(platform.version)))"
    }
    return ".\(name)(\(quoted(platform.version)))"
  }

  func text(_ dependency: ManifestTarget.Dependency) -> String {
    switch dependency {
    case .target(let name): quoted(name)
    case .product(let name, let package): ".product(name: \(quoted(name)), package: \(quoted(package)))"
    }
  }

  func list(_ values: [String]) -> String { "[\(values.joined(separator: ", "))]" }

  func quoted(_ text: String) -> String {
    "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }

  private func text(_ setting: ManifestTarget.Setting) -> String {
    let value = setting.value ?? ""
    return setting.kind == "swiftLanguageMode" ? ".swiftLanguageMode(.v\(value))" : ".\(setting.kind)(\(quoted(value)))"
  }

  private func function(of type: ManifestTarget.Kind) -> String {
    switch type {
    case .executable: "executableTarget"
    case .test: "testTarget"
    case .system: "systemLibrary"
    case .regular, .macro, .plugin, .binary: "target"
    }
  }

  /// In one line if it fits, and else an argument a line.
  private func call(_ function: String, _ arguments: [String]) -> String {
    let line = ".\(function)(\(arguments.joined(separator: ", ")))"
    guard line.count + 4 > Self.width else { return line }
    return ".\(function)(\n  \(arguments.joined(separator: ",\n  ")))"
  }
}
