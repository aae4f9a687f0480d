// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "LogServer",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "EventSourcing", path: "../.."),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
  ],
  targets: [
    .executableTarget(
      name: "LogServer",
      dependencies: [
        .product(name: "EventSourcing", package: "EventSourcing"),
        .product(name: "EventSourcingHTTP", package: "EventSourcing"),
        .product(name: "EventSourcingSQLite", package: "EventSourcing"),
        .product(name: "Hummingbird", package: "hummingbird"),
      ],
      swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")])
  ]
)
