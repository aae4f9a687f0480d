import Foundation

extension ManifestText {
  /// A manifest for a copy into an empty folder.
  static func new(_ plan: CopyPlan, from source: Manifest, name: String) -> String {
    let text = ManifestText(for: plan.targets)
    var arguments = ["name: \(text.quoted(name))"]
    func add(_ label: String, _ values: [String]) {
      guard !values.isEmpty else { return }
      arguments.append("\(label): [\n\(values.map { indented($0, 4) + ",\n" }.joined())  ]")
    }
    if !source.platforms.isEmpty { arguments.append("platforms: \(text.list(source.platforms.map(text.platform)))") }
    add("products", plan.products.map(text.product))
    add("dependencies", plan.packages.compactMap(text.package))
    add("targets", plan.targets.map(text.target))
    let settings = text.settingsDeclaration.map { "\($0)\n\n" } ?? ""
    return """
      // swift-tools-version: \(ManifestNeeds.short(source.swiftToolsVersion))
      import PackageDescription

      \(settings)let package = Package(
        \(arguments.joined(separator: ",\n  "))
      )

      """
  }

  /// The lines that give a manifest at its end what it lacks.
  ///
  /// - Parameter package: The name of the constant that holds the package.
  static func extending(_ needs: ManifestNeeds, package: String = "package") -> String {
    let text = ManifestText(for: needs.targets)
    var lines: [String] = []
    func add(_ property: String, _ values: [String]) {
      guard !values.isEmpty else { return }
      lines.append("\(package).\(property) += [\n\(values.map { indented($0, 2) + ",\n" }.joined())]")
    }
    if let settings = text.settingsDeclaration { lines.append(settings) }
    if let platforms = needs.platforms {
      lines.append("\(package).platforms = \(text.list(platforms.map(text.platform)))")
    }
    add("products", needs.products.map(text.product))
    add("dependencies", needs.packages.compactMap(text.package))
    add("targets", needs.targets.map(text.target))
    for amendment in needs.amendments {
      let target = "\(package).targets.first { $0.name == \(text.quoted(amendment.target)) }?"
      if !amendment.dependencies.isEmpty {
        lines.append("\(target).dependencies += \(text.list(amendment.dependencies.map(text.text)))")
      }
      if !amendment.exclude.isEmpty {
        lines.append("\(target).exclude += \(text.list(amendment.exclude.map(text.quoted)))")
      }
    }
    // A scope of its own, so that a second copy can have its own settings.
    return "// Copied from the event sourcing kit.\ndo {\n\(indented(lines.joined(separator: "\n"), 2))\n}\n"
  }
}

private func indented(_ text: String, _ spaces: Int) -> String {
  let margin = String(repeating: " ", count: spaces)
  return margin + text.replacing("\n", with: "\n" + margin)
}
