/// Another package that a manifest depends on.
package struct ManifestPackage: Equatable, Sendable {
  /// The range of versions that will do; the upper bound is not in it.
  package struct Range: Decodable, Equatable, Sendable {
    package let lowerBound: String
    package let upperBound: String
  }

  package let identity: String

  /// Where it is; `nil` if it is a folder, or in a registry.
  package let url: String?

  /// The folder that it is in; `nil` if it is elsewhere.
  package let path: String?

  /// What the manifest calls it, if it does.
  package let declaredName: String?

  /// `nil` if something else than a range is asked for: a branch, a revision, or the folder as it is.
  package let range: Range?
}

extension ManifestPackage: Decodable {
  private enum CodingKeys: String, CodingKey { case sourceControl, fileSystem, registry }
  private enum Fields: String, CodingKey {
    case identity, location, requirement, path
    case declaredName = "nameForTargetDependencyResolutionOnly"
  }

  private struct Remote: Decodable {
    let urlString: String
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let key: CodingKeys =
      container.contains(.sourceControl) ? .sourceControl : container.contains(.registry) ? .registry : .fileSystem
    var list = try container.nestedUnkeyedContainer(forKey: key)
    let fields = try list.nestedContainer(keyedBy: Fields.self)
    identity = try fields.decode(String.self, forKey: .identity)
    // Where it is elsewhere, there is another key in the place of each of these.
    url = (try? fields.decode([String: [Remote]].self, forKey: .location))?["remote"]?.first?.urlString
    path = try? fields.decode(String.self, forKey: .path)
    declaredName = try? fields.decode(String.self, forKey: .declaredName)
    range = (try? fields.decode([String: [Range]].self, forKey: .requirement))?["range"]?.first
  }
}
