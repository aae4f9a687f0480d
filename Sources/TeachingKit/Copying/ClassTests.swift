/// The tests that go with some files of a library.
struct ClassTests {
  /// The files, and those of the tests with all that they need.
  private(set) var files: Set<String>

  /// A class without tests of its own is tested together with those beside it, so theirs come.
  ///
  /// - Parameters:
  ///   - subjects: The types that were asked for, and the name of their file. Tests named after them come in any case, with what they need.
  ///   - neighbours: The types in the folder of that file which it needs.
  ///   - chosen: The files that are copied. All other tests come that need no further file of the libraries.
  init(of subjects: [String], beside neighbours: [String] = [], with chosen: Set<String>, in index: SourceIndex) {
    files = chosen
    let manifest = index.manifest
    let targets = Set(chosen.compactMap { index.file($0)?.target.name })
    let libraries = manifest.closure(of: targets)
    let knownTypes = index.files.filter { $0.target.type != .test }.flatMap { $0.outline?.types ?? [] }
    let tests = index.files.filter { file in
      targets.contains { file.target.name == "\($0)Tests" } && file.path.hasSuffix("Tests.swift")
    }
    let named = { (names: [String]) in
      tests.filter { Self.subject(of: $0, knownTypes + subjects).map(names.contains) == true }
    }
    let own = named(subjects)
    for test in own.isEmpty ? named(neighbours) : own {
      files.formUnion(index.closure(of: files.union([test.path])))
    }
    for test in tests {
      let more = index.closure(of: files.union([test.path]))
      let isExtra = more.subtracting(files).contains { path in
        index.file(path).map { libraries.contains($0.target.name) } ?? false
      }
      if !isExtra { files = more }
    }
  }

  /// The type that a file of tests is named after: `EventBus` for `EventBusSubscriptionTests.swift`.
  private static func subject(of test: SourceIndex.File, _ types: [String]) -> String? {
    let name = test.path.split(separator: "/").last ?? ""
    return types.filter { name.hasPrefix($0) }.max { $0.count < $1.count }
  }
}
