// swift-tools-version: 6.2
import PackageDescription

// The manifest is the architecture: steps → backends → core. What is not declared here cannot be imported.

let package = Package(
  name: "EventSourcing",
  // The lowest systems with `Synchronization.Mutex`.
  platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
  products: [
    .library(name: "EventSourcing", targets: ["EventSourcing"]),
    .library(name: "EventSourcingSQLite", targets: ["EventSourcingSQLite"]),
    .library(name: "EventSourcingTestKit", targets: ["EventSourcingTestKit"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0")
  ],
  targets: [
    .target(name: "EventSourcing"),
    .testTarget(name: "EventSourcingTests", dependencies: ["EventSourcing"]),

    .target(
      name: "EventSourcingSQLite",
      dependencies: [
        "EventSourcing",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "EventSourcingSQLiteTests", dependencies: ["EventSourcing", "EventSourcingSQLite", "EventSourcingTestKit"]),

    .target(name: "EventSourcingTestKit", dependencies: ["EventSourcing"]),
    .testTarget(
      name: "EventSourcingTestKitTests",
      dependencies: ["EventSourcing", "EventSourcingSQLite", "EventSourcingTestKit"]),
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
