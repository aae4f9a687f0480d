// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "MyApp",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "EventSourcing", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "MyApp",
      dependencies: [
        .product(name: "EventSourcing", package: "EventSourcing"),
        .product(name: "EventSourcingSQLite", package: "EventSourcing"),
      ],
      swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),
    .testTarget(
      name: "MyAppTests",
      dependencies: [
        "MyApp",
        .product(name: "EventSourcing", package: "EventSourcing"),
        .product(name: "EventSourcingTestKit", package: "EventSourcing"),
      ],
      swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),
  ]
)
