// swift-tools-version: 6.2
import PackageDescription

// The manifest is the architecture: steps → backends → core. What is not declared here cannot be imported.

let package = Package(
  name: "EventSourcing",
  // The lowest systems with `Synchronization.Mutex`.
  platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
  products: [
    .library(name: "EventSourcing", targets: ["EventSourcing"]),
    .executable(name: "minimal", targets: ["MinimalRun"]),
  ],
  targets: [
    .target(name: "EventSourcing"),
    .testTarget(name: "EventSourcingTests", dependencies: ["EventSourcing"]),

    // Stands alone: to be copied, not imported. On a disk that ignores case, `Minimal` and `minimal` cannot both be
    // modules, so only the product is named like those of the steps.
    .target(name: "Minimal", path: "Sources/Steps/Minimal", exclude: ["Run"]),
    .executableTarget(name: "MinimalRun", dependencies: ["Minimal"], path: "Sources/Steps/Minimal/Run"),
    .testTarget(name: "MinimalTests", dependencies: ["Minimal"]),
  ]
)

for target in package.targets where [.regular, .executable, .test].contains(target.type) {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("ExistentialAny"),  // SE-0335
      .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
      .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
      // Without it, each call from `main` hops threads: in memory that measured 11 times slower.
      .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
      .treatAllWarnings(as: .error),  // SE-0480: ignored where the package is a dependency
    ]
}
