// swift-tools-version: 6.2
import PackageDescription

// The exercises, a package of their own: `swift test --filter Exercise03`.
//
// With EXERCISE=03 in the environment there is only that one: then no other can get in its way, not even by not
// compiling. EVENTSOURCING_KIT says where the package to learn from is, if it is not the folder above.

let exercises: [Exercise] = [
  // Written by `swift run kit verify --write`, from each exercise.json:
  Exercise("Step1Events/01-a-new-event"),
  Exercise("Step1Events/02-a-renamed-case"),
  Exercise("Step1Events/03-a-subscriber"),
  Exercise("Step8AlternativeSchema/22-own-names", uses: ["EventSourcingSQLite"]),
  Exercise("Step8AlternativeSchema/23-a-lost-order"),
  Exercise("Step8AlternativeSchema/24-an-audited-recorder"),
  Exercise("Step9Aggregate/25-pending-events"),
  Exercise("Step9Aggregate/26-half-a-booking"),
  Exercise("Step9Aggregate/27-an-exchange", uses: ["EventSourcingTestKit"]),
  // To here.
]

let package = Package(
  name: "Exercises",
  platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
  dependencies: [
    // By name: else the name would be that of the folder, which everybody may call as they like.
    .package(name: "EventSourcing", path: Context.environment["EVENTSOURCING_KIT"] ?? "..")
  ],
  targets: [
    .target(name: "Practice"),
    .target(name: "BoxOffice", dependencies: [kit("EventSourcing")]),
  ]
)

for exercise in exercises where exercise.isWanted {
  let given: [Target.Dependency] = [kit("EventSourcing"), "Practice", "BoxOffice"] + exercise.uses.map(kit)
  let testKit = ["EventSourcingTestKit"].filter { !exercise.uses.contains($0) }.map(kit)
  package.targets += [
    .target(name: exercise.module, dependencies: given, path: "\(exercise.folder)/Sources"),
    .testTarget(
      name: "\(exercise.module)Tests",
      dependencies: given + testKit + [.init(stringLiteral: exercise.module)],
      path: "\(exercise.folder)/Tests"),
  ]
}

for target in package.targets {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
  ]
}

struct Exercise {
  let folder: String

  /// The libraries that it needs besides the core.
  let uses: [String]

  init(_ folder: String, uses: [String] = []) {
    self.folder = folder
    self.uses = uses
  }

  /// The two digits after the slash.
  var number: Substring { folder.drop { $0 != "/" }.dropFirst().prefix(2) }
  var module: String { "Exercise\(number)" }
  var isWanted: Bool { [nil, "", String(number)].contains(Context.environment["EXERCISE"]) }
}

func kit(_ product: String) -> Target.Dependency {
  .product(name: product, package: "EventSourcing")
}
