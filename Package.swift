// swift-tools-version: 6.2
import PackageDescription

// The manifest is the architecture: steps → backends → core. `make test` refuses an import that is not declared here.

let package = Package(
  name: "EventSourcing",
  // The lowest systems with `Synchronization.Mutex`.
  platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
  products: [
    .library(name: "EventSourcing", targets: ["EventSourcing"]),
    .library(name: "EventSourcingSQLite", targets: ["EventSourcingSQLite"]),
    .library(name: "EventSourcingPostgreSQL", targets: ["EventSourcingPostgreSQL"]),
    .library(name: "EventSourcingCrypto", targets: ["EventSourcingCrypto"]),
    .library(name: "EventSourcingHTTP", targets: ["EventSourcingHTTP"]),
    .library(name: "EventSourcingSystems", targets: ["EventSourcingSystems"]),
    .library(name: "EventSourcingTestKit", targets: ["EventSourcingTestKit"]),
    .executable(name: "minimal", targets: ["MinimalRun"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // Only tests use it, so who depends on the package does not resolve it: `.ci/check-consumer` sees to that.
    .package(url: "https://github.com/swhitty/FlyingFox", .upToNextMinor(from: "0.27.1")),
  ],
  targets: [
    // The core: Foundation only.
    .target(name: "EventSourcing"),
    .testTarget(name: "EventSourcingTests", dependencies: ["EventSourcing", "LogSupport", "ProcessSupport"]),

    .target(
      name: "EventSourcingSQLite",
      dependencies: [
        "EventSourcing",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "EventSourcingSQLiteTests",
      dependencies: [
        "EventSourcing", "EventSourcingSQLite", "EventSourcingTestKit", "ProcessSupport", "sqlite-worker",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),

    .target(name: "EventSourcingPostgreSQL", dependencies: ["EventSourcing", "CPostgreSQL"]),
    .testTarget(
      name: "EventSourcingPostgreSQLTests",
      dependencies: [
        "EventSourcing", "EventSourcingPostgreSQL", "EventSourcingTestKit", "PostgreSQLSupport", "ProcessSupport",
      ]),
    .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),

    .target(name: "EventSourcingCrypto", dependencies: ["EventSourcing", "COpenSSL", "CZlib"]),
    .testTarget(name: "EventSourcingCryptoTests", dependencies: ["EventSourcing", "EventSourcingCrypto"]),
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

    // The notification log over HTTP: Foundation only, whatever server it is mounted in.
    .target(name: "EventSourcingHTTP", dependencies: ["EventSourcing"]),
    .testTarget(
      name: "EventSourcingHTTPTests",
      dependencies: [
        "EventSourcing", "EventSourcingHTTP", "HTTPSupport", "ProcessSupport",
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ]),

    // Applications that follow each other, whatever runs them.
    .target(name: "EventSourcingSystems", dependencies: ["EventSourcing"]),
    .testTarget(
      name: "EventSourcingSystemsTests",
      dependencies: [
        "EventSourcing", "EventSourcingSQLite", "EventSourcingSystems", "EventSourcingTestKit", "PostgreSQLSupport",
        "ProcessSupport", "ReactionSupport", "SystemDatabases", "SystemSupport", "reaction-worker", "simulation-worker",
      ]),
    .executableTarget(
      name: "reaction-worker",
      dependencies: ["EventSourcing", "EventSourcingSystems", "ProcessSupport", "ReactionSupport"],
      path: "Tests/ReactionWorker"),
    .target(
      name: "ReactionSupport",
      dependencies: ["EventSourcing", "EventSourcingPostgreSQL", "EventSourcingSQLite", "EventSourcingSystems"],
      path: "Tests/ReactionSupport"),
    // A shop as a system, and where its databases are.
    .target(
      name: "SystemSupport", dependencies: ["EventSourcing", "EventSourcingSystems"], path: "Tests/SystemSupport"),
    .target(
      name: "SystemDatabases",
      dependencies: ["EventSourcing", "EventSourcingPostgreSQL", "EventSourcingSQLite", "EventSourcingSystems"],
      path: "Tests/SystemDatabases"),
    .executableTarget(
      name: "simulation-worker", dependencies: ["EventSourcingSystems", "SystemSupport"],
      path: "Tests/SimulationWorker"),

    .target(name: "EventSourcingTestKit", dependencies: ["EventSourcing", "EventSourcingSystems"]),
    .testTarget(
      name: "EventSourcingTestKitTests",
      dependencies: [
        "EventSourcing", "EventSourcingSQLite", "EventSourcingPostgreSQL", "EventSourcingSystems",
        "EventSourcingTestKit", "PostgreSQLSupport", "ProcessSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ]),

    // What several processes do to one database, whichever it is.
    .testTarget(
      name: "ProcessTests",
      dependencies: [
        "EventSourcing", "EventSourcingPostgreSQL", "EventSourcingSQLite", "EventSourcingTestKit", "PostgreSQLSupport",
        "ProcessSupport", "WorkerSupport", "postgresql-worker", "sqlite-worker",
      ]),

    // What becomes of views, whatever keeps them, also where processes are killed and several run at once.
    .testTarget(
      name: "ProjectionTests",
      dependencies: [
        "EventSourcing", "EventSourcingPostgreSQL", "EventSourcingSQLite", "EventSourcingTestKit", "LogSupport",
        "PostgreSQLSupport", "ProcessSupport", "ProjectionSupport", "projection-worker",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .executableTarget(
      name: "projection-worker", dependencies: ["EventSourcing", "ProcessSupport", "ProjectionSupport"],
      path: "Tests/ProjectionWorker"),
    .target(
      name: "ProjectionSupport",
      dependencies: [
        "EventSourcing", "EventSourcingPostgreSQL", "EventSourcingSQLite",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Tests/ProjectionSupport"),

    // What tests start as a process of its own, and how they start it.
    .executableTarget(
      name: "sqlite-worker",
      dependencies: [
        "EventSourcing", "EventSourcingSQLite", "WorkerSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Tests/SQLiteWorker"),
    .executableTarget(
      name: "postgresql-worker", dependencies: ["EventSourcing", "EventSourcingPostgreSQL", "WorkerSupport"],
      path: "Tests/PostgreSQLWorker"),
    .executableTarget(
      name: "http-worker", dependencies: ["EventSourcing", "EventSourcingHTTP", "HTTPSupport"],
      path: "Tests/HTTPWorker", exclude: ["both_ways.py"]),
    .target(
      name: "HTTPSupport",
      dependencies: [
        "EventSourcingHTTP", .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ],
      path: "Tests/HTTPSupport"),
    .target(name: "WorkerSupport", dependencies: ["EventSourcing", "ProcessSupport"], path: "Tests/WorkerSupport"),
    .target(
      name: "PostgreSQLSupport", dependencies: ["EventSourcingPostgreSQL", "ProcessSupport"],
      path: "Tests/PostgreSQLSupport"),
    .target(name: "LogSupport", dependencies: ["EventSourcing"], path: "Tests/LogSupport"),
    .target(name: "ProcessSupport", path: "Tests/ProcessSupport"),

    // Measures speed, for `make bench`. Who depends on the package does not build it.
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "CLimits", "EventSourcing", "EventSourcingCrypto", "EventSourcingPostgreSQL", "EventSourcingSQLite",
        "Step1Events", "Step2Entity", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], exclude: ["Peer"]),
    .target(name: "CLimits", dependencies: ["CPostgreSQL", .product(name: "GRDBSQLite", package: "GRDB.swift")]),
    .testTarget(
      name: "BenchmarksTests",
      dependencies: [
        "Benchmarks", "CLimits", "EventSourcing", "EventSourcingPostgreSQL", "EventSourcingSQLite",
        "EventSourcingTestKit", "PostgreSQLSupport", "ProcessSupport", "Step1Events",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),

    // What tells the stories of the steps.
    .target(name: "Story", dependencies: ["EventSourcing"], path: "Sources/Steps/Story"),

    // The command that teaches: tutorials and exercises.
    .target(name: "TeachingKit", dependencies: ["COpenSSL"], exclude: ["Run"]),
    .executableTarget(
      name: "kit", dependencies: ["TeachingKit", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      path: "Sources/TeachingKit/Run"),
    .testTarget(
      name: "TeachingKitTests", dependencies: ["TeachingKit", "EventSourcingTestKit", "ProcessSupport", "kit"],
      exclude: ["Exercises/Recordings"]),

    // The naive versions that the tutorials show going wrong. Its name is that of the command.
    .executableTarget(
      name: "traps",
      dependencies: [
        "COpenSSL", "EventSourcing", "EventSourcingCrypto", "EventSourcingSQLite", "EventSourcingSystems",
        "EventSourcingTestKit", "Minimal", "Step1Events", "Step2Entity", "Step5Application", "Step6Encryption",
        "Step8AlternativeSchema", "Step9Aggregate", "Step11Notifications", "Step12Projections", "Step13Process",
        "Story",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Tutorials/Traps"),

    // Lines that pages show and no program runs.
    .target(
      name: "Snippets", dependencies: ["EventSourcing", "EventSourcingHTTP", "EventSourcingPostgreSQL"],
      path: "Tutorials/Snippets"),

    // The option by which a person tells a step where its database is.
    .target(
      name: "DatabaseChoice",
      dependencies: [
        "EventSourcing", "EventSourcingSQLite", "EventSourcingPostgreSQL", "Story",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Steps/DatabaseChoice"),
    .testTarget(
      name: "DatabaseChoiceTests",
      dependencies: [
        "DatabaseChoice", "EventSourcing", "EventSourcingSQLite", "EventSourcingTestKit", "PostgreSQLSupport",
        "ProcessSupport", "step1", "step3", "step6", "step8",
      ]),

    // Stands alone: to be copied, not imported. On a disk that ignores case, `Minimal` and `minimal` cannot both be
    // modules, so only the product is named like those of the steps.
    .target(name: "Minimal", path: "Sources/Steps/Minimal", exclude: ["Run"]),
    .executableTarget(name: "MinimalRun", dependencies: ["Minimal"], path: "Sources/Steps/Minimal/Run"),
    .testTarget(name: "MinimalTests", dependencies: ["Minimal"]),
  ]
)

/// The targets of a step: a library, a thin executable in its folder `Run`, and tests.
func step(
  _ library: String, uses: [Target.Dependency] = [], runsWith: [Target.Dependency] = [],
  testsUse: [Target.Dependency] = []
) -> [Target] {
  let number = library.dropFirst("Step".count).prefix(while: \.isNumber)
  let uses = ["EventSourcing"] + uses
  let itself: [Target.Dependency] = [.init(stringLiteral: library), "Story", "EventSourcingTestKit"]
  return [
    .target(
      name: library, dependencies: uses + ["Story"], path: "Sources/Steps/\(library)", exclude: ["Run"]),
    .executableTarget(
      name: "step\(number)",
      dependencies: [
        .init(stringLiteral: library), "DatabaseChoice",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ] + runsWith,
      path: "Sources/Steps/\(library)/Run"),
    .testTarget(name: "\(library)Tests", dependencies: uses + itself + testsUse),
  ]
}

let sqlite: Target.Dependency = "EventSourcingSQLite"

package.targets += [
  step("Step1Events"),
  step("Step2Entity", uses: ["Step1Events"]),
  step("Step3Store", uses: ["Step1Events", "Step2Entity"], testsUse: [sqlite]),
  step("Step4Repository", uses: ["Step1Events", "Step2Entity", "Step3Store"], testsUse: [sqlite]),
  step(
    "Step5Application", uses: ["Step1Events", "Step2Entity"],
    runsWith: ["EventSourcing", "Step1Events", "Step2Entity", "Story"],
    testsUse: [sqlite, "step5", "PostgreSQLSupport", "ProcessSupport"]),
  step(
    "Step6Encryption", uses: ["EventSourcingCrypto", "Step1Events", "Step2Entity", "Step5Application"],
    runsWith: [sqlite], testsUse: [sqlite]),
  step("Step7Concurrency", uses: ["Step2Entity", "Step5Application"], testsUse: [sqlite]),
  step("Step8AlternativeSchema", uses: ["Step2Entity", "Step5Application"], testsUse: [sqlite]),
  step("Step9Aggregate", testsUse: [sqlite]),
  step("Step10Snapshots", uses: ["Step1Events"], runsWith: ["EventSourcing"], testsUse: [sqlite]),
  step("Step11Notifications", uses: ["Step1Events", "Step2Entity", "Step5Application"], testsUse: [sqlite]),
  step(
    "Step12Projections",
    uses: [
      "EventSourcingPostgreSQL", sqlite, "Step1Events", "Step2Entity", "Step5Application",
      .product(name: "GRDB", package: "GRDB.swift"),
    ], runsWith: ["EventSourcingPostgreSQL", sqlite], testsUse: ["ProcessSupport"]),
  step("Step13Process", uses: ["EventSourcingSystems"], runsWith: ["EventSourcing"], testsUse: [sqlite]),
].flatMap(\.self)

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
