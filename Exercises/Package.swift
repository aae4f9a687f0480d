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
  Exercise("Step2Entity/04-the-mutator"),
  Exercise("Step2Entity/05-a-forgotten-event"),
  Exercise("Step2Entity/06-a-new-command"),
  Exercise("Step3Store/07-a-page"),
  Exercise("Step3Store/08-counted-twice"),
  Exercise("Step3Store/09-an-old-shape"),
  Exercise("Step4Repository/10-get-and-contains"),
  Exercise("Step4Repository/11-never-there-or-gone"),
  Exercise("Step4Repository/12-as-it-was"),
  Exercise("Step5Application/13-the-persistence-policy"),
  Exercise("Step5Application/14-ahead-of-the-log"),
  Exercise("Step5Application/15-two-applications"),
  Exercise("Step6Encryption/16-a-secret-name", uses: ["EventSourcingCrypto"]),
  Exercise("Step6Encryption/17-a-nonce-used-twice", uses: ["EventSourcingCrypto"]),
  Exercise("Step6Encryption/18-a-new-key", uses: ["EventSourcingCrypto"]),
  Exercise("Step7Concurrency/19-read-again-decide-again"),
  Exercise("Step7Concurrency/20-a-lost-update"),
  Exercise("Step7Concurrency/21-the-last-seat"),
  Exercise("Step8AlternativeSchema/22-own-names", uses: ["EventSourcingSQLite"]),
  Exercise("Step8AlternativeSchema/23-a-lost-order"),
  Exercise("Step8AlternativeSchema/24-an-audited-recorder"),
  Exercise("Step9Aggregate/25-pending-events"),
  Exercise("Step9Aggregate/26-half-a-booking"),
  Exercise("Step9Aggregate/27-an-exchange", uses: ["EventSourcingTestKit"]),
  Exercise("Step10Snapshots/28-snapshot-and-rest"),
  Exercise("Step10Snapshots/29-a-state-of-last-week"),
  Exercise("Step10Snapshots/30-beside-the-desk"),
  Exercise("Step11Notifications/31-the-till-roll"),
  Exercise("Step11Notifications/32-a-lost-ticket"),
  Exercise("Step11Notifications/33-the-foyer-display"),
  Exercise("Step12Projections/34-what-is-on"),
  Exercise("Step12Projections/35-the-evenings-takings"),
  Exercise("Step12Projections/36-a-verified-address"),
  Exercise("Step13Process/37-a-letter-for-each-booking", uses: ["EventSourcingSystems"]),
  Exercise("Step13Process/38-paid-twice", uses: ["EventSourcingSystems"]),
  Exercise("Step13Process/39-seats-that-nobody-takes", uses: ["EventSourcingSystems"]),
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
  package.targets += [
    .target(name: exercise.module, dependencies: given, path: "\(exercise.folder)/Sources"),
    .testTarget(
      name: "\(exercise.module)Tests",
      dependencies: given + [.init(stringLiteral: exercise.module), kit("EventSourcingTestKit")],
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
  // Whoever is learning may have warnings; what is shipped may not.
  if Context.environment["EXERCISE_WARNINGS"] == "errors" {
    target.swiftSettings?.append(.treatAllWarnings(as: .error))  // SE-0480
  }
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
