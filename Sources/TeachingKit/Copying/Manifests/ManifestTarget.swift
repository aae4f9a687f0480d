/// A target as a manifest declares it.
package struct ManifestTarget: Decodable, Equatable, Sendable {
  package enum Kind: String, Decodable, Sendable {
    case regular, executable, test, system
    case macro, plugin, binary
  }

  /// What a target depends on: a target of its package, or a product of another.
  package enum Dependency: Hashable, Sendable {
    case target(String)
    case product(String, package: String)

    package var targetName: String? {
      if case .target(let name) = self { name } else { nil }
    }

    package var name: String {
      switch self {
      case .target(let name), .product(let name, _): name
      }
    }

    /// The name by which source files import it.
    package var module: String { name.replacing("-", with: "_") }
  }

  /// A build setting: its name in the manifest, and its value.
  package struct Setting: Hashable, Sendable {
    package let kind: String
    package let value: String?
  }

  package let name: String
  package let type: Kind
  package let path: String?
  package var dependencies: [Dependency]
  package var exclude: [String]
  package var settings: [Setting]
  package let pkgConfig: String?
  package let providers: [[String: [[String]]]]?

  /// Where its sources are, from the top of the package.
  package var folder: String {
    path ?? (type == .test ? "Tests/\(name)" : "Sources/\(name)")
  }

  package var module: String { name.replacing("-", with: "_") }

  /// The names of what a system library comes in, by the program that installs it.
  package func systemPackages(by installer: String) -> [String] {
    (providers ?? []).flatMap { $0[installer] ?? [] }.flatMap(\.self)
  }
}

extension ManifestTarget.Dependency: Decodable {
  private enum CodingKeys: String, CodingKey { case byName, target, product }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    // Each is a list: the name, for a product its package, and then conditions.
    if container.contains(.product) {
      var values = try container.nestedUnkeyedContainer(forKey: .product)
      let name = try values.decode(String.self)
      self = .product(name, package: try values.decode(String.self))
    } else {
      let key: CodingKeys = container.contains(.byName) ? .byName : .target
      var values = try container.nestedUnkeyedContainer(forKey: key)
      self = .target(try values.decode(String.self))
    }
  }
}

extension ManifestTarget.Setting: Decodable {
  private enum CodingKeys: String, CodingKey { case kind }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let kinds = try container.nestedContainer(keyedBy: Name.self, forKey: .kind)
    guard let kind = kinds.allKeys.first else {
      throw DecodingError.dataCorruptedError(forKey: .kind, in: container, debugDescription: "A setting of no kind.")
    }
    let values = try kinds.nestedContainer(keyedBy: Name.self, forKey: kind)
    let first = Name(stringValue: "_0")
    self.init(kind: kind.stringValue, value: try? values.decode(String.self, forKey: first))
  }
}
