import TeachingKit
import Testing

@Suite("A copy's plan")
struct CopyPlanTests {
  private func targets(_ plan: CopyPlan) -> Set<String> { Set(plan.targets.map(\.name)) }

  @Test func `has a step's library, program and tests, and the targets that they need`() async throws {
    let plan = try await CopySource.plan("step3")
    #expect(
      targets(plan) == [
        "EventSourcing", "EventSourcingSQLite", "EventSourcingPostgreSQL", "CPostgreSQL", "EventSourcingTestKit",
        "Story",
        "DatabaseChoice", "Step1Events", "Step2Entity", "Step3Store", "step3", "Step3StoreTests",
      ])
    #expect(plan.packages.map(\.identity) == ["grdb.swift", "swift-argument-parser"])
  }

  @Test func `has nothing that only tests need when they stay behind`() async throws {
    let plan = try await CopySource.plan("step2", tests: false)
    #expect(!targets(plan).contains("EventSourcingTestKit"))
    #expect(targets(plan).isSuperset(of: ["EventSourcing", "Story", "Step1Events", "Step2Entity", "step2"]))
  }

  @Test(arguments: [
    ("EventSourcingSQLite", "EventSourcingPostgreSQL"), ("EventSourcingPostgreSQL", "EventSourcingSQLite"),
  ])
  func `has one database only, with all its tests`(library: String, other: String) async throws {
    let plan = try await CopySource.plan(library)
    #expect(targets(plan).contains("\(library)Tests"))
    #expect(!targets(plan).contains(other))
    #expect(!plan.files.contains { $0.contains(other) || $0.contains("CPostgreSQL") && library.hasSuffix("SQLite") })
  }

  @Test func `has of a class only the files that it needs`() async throws {
    let plan = try await CopySource.plan("EventBus", tests: false)
    #expect(
      plan.files == [
        "Sources/EventSourcing/Domain/Events/DomainEvent.swift",
        "Sources/EventSourcing/Domain/Events/EventCause.swift",
        "Sources/EventSourcing/Domain/Events/EventClock.swift",
        "Sources/EventSourcing/Domain/Events/EventMetadata.swift",
        "Sources/EventSourcing/Domain/Events/EventPayload.swift",
        "Sources/EventSourcing/Domain/Events/Int+Nearest.swift",
        "Sources/EventSourcing/Domain/Events/Timestamp.swift",
        "Sources/EventSourcing/Domain/Events/Transcoder.swift",
        "Sources/EventSourcing/Domain/Events/Upcast.swift",
        "Sources/EventSourcing/Domain/Publishing/EventBus.swift",
        "Sources/EventSourcing/Domain/Publishing/EventStorage.swift",
        "Sources/EventSourcing/Domain/Publishing/NobodyStores.swift",
        "Sources/EventSourcing/Domain/Publishing/Publication.swift",
        "Sources/EventSourcing/Domain/Publishing/StorageRegister.swift",
        "Sources/EventSourcing/Domain/Publishing/StoredButNotHandled.swift",
        "Sources/EventSourcing/Domain/Publishing/StoredElsewhere.swift",
        "Sources/EventSourcing/Domain/Publishing/Subscriber.swift",
      ])
  }

  @Test func `has what a class adds to the toolchain's own types with that class only`() async throws {
    let file = "Sources/EventSourcing/Domain/Entities/PendingEvents+Codable.swift"
    #expect(try await CopySource.plan("Aggregate", tests: false).files.contains(file))
    #expect(try await !CopySource.plan("JSONTranscoder", tests: false).files.contains(file))
  }

  @Test(arguments: ["SnapshotStore", "SnapshotPolicy"])
  func `has of snapshots all that is needed to take and to read them, with their tests`(name: String) async throws {
    let files = try await CopySource.plan(name).files
    let folder = "Sources/EventSourcing/Application/Snapshots"
    for part in ["Snapshottable", "SnapshotVersion", "SnapshotStore+Taking", "EventPlayer+Snapshots"] {
      #expect(files.contains("\(folder)/\(part).swift"))
    }
    #expect(files.contains("Tests/EventSourcingTests/Application/Snapshots/\(name)Tests.swift"))
  }

  @Test func `has the tests named after a class, with all that these need`() async throws {
    let files = try await CopySource.plan("EventBus").files
    #expect(files.contains("Tests/EventSourcingTests/Domain/EventBusTests.swift"))
    #expect(files.contains("Tests/EventSourcingTests/Domain/EventBusSubscriptionTests.swift"))
    #expect(files.contains("Tests/EventSourcingTests/Examples/Fixtures.swift"))
  }

  @Test(arguments: ["UnitsOfWork", "UnitOfWork", "UnitRepository"])
  func `has the tests of what stands beside a class that has none of its own`(name: String) async throws {
    let files = try await CopySource.plan(name).files
    #expect(files.contains("Tests/EventSourcingTests/Application/UnitOfWorkTests.swift"))
  }

  @Test func `has the file of a function and its tests`() async throws {
    let files = try await CopySource.plan("retryingOnConcurrencyError").files
    #expect(files.contains("Sources/EventSourcing/Application/Retry.swift"))
    #expect(files.contains("Tests/EventSourcingTests/Application/RetryTests.swift"))
  }

  @Test func `has the inner layers with an outer one, and no outer one with an inner one`() async throws {
    let layers = { (plan: CopyPlan) in
      Set(plan.files.filter { $0.hasPrefix("Sources/") }.map { String($0.split(separator: "/")[2]) })
    }
    #expect(layers(try await CopySource.plan("Domain")) == ["Domain"])
    #expect(layers(try await CopySource.plan("Persistence")) == ["Domain", "Persistence"])
    #expect(layers(try await CopySource.plan("Application")) == ["Domain", "Persistence", "Application"])
  }

  @Test func `has of a library only the system libraries that a class of it imports`() async throws {
    let plan = try await CopySource.plan("ZlibCompressor", tests: false)
    #expect(targets(plan) == ["EventSourcing", "EventSourcingCrypto", "CZlib"])
    let crypto = plan.targets.first { $0.name == "EventSourcingCrypto" }
    #expect(crypto?.dependencies == [.target("EventSourcing"), .target("CZlib")])
  }

  @Test func `is that of the library for a class that needs all of its files`() async throws {
    #expect(try await CopySource.plan("SQLiteRecorder").files == CopySource.plan("EventSourcingSQLite").files)
  }

  @Test func `has what starts a server for the tests that need one`() async throws {
    let files = try await CopySource.plan("EventSourcingPostgreSQL").files
    #expect(Set([".ci/with-postgresql", ".ci/with-pooler", ".ci/lib.sh"]).isSubset(of: files))
  }

  @Test func `leaves it to the owner of a package whether warnings are errors`() async throws {
    let settings = Set(try await CopySource.plan("step1").targets.flatMap(\.settings).map(\.kind))
    #expect(settings == ["enableUpcomingFeature"])
  }
}
