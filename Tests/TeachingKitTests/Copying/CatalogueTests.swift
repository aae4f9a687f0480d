import TeachingKit
import Testing

@Suite("The catalogue")
struct CatalogueTests {
  private func entry(_ name: String) async throws -> Catalogue.Entry {
    try Catalogue(of: await CopySource.index).entry(name)
  }

  @Test func `has all steps in order`() async throws {
    let steps = try await Catalogue(of: CopySource.index).steps
    #expect(steps == (1...13).map { "step\($0)" } + ["minimal"])
  }

  @Test(arguments: ["step3", "Step3Store", "STEP3"])
  func `takes a step by the name of its program or library`(name: String) async throws {
    #expect(try await entry(name) == .targets(["Step3Store", "step3"]))
  }

  @Test func `takes a program by the name of its product`() async throws {
    #expect(try await entry("minimal") == .targets(["Minimal", "MinimalRun"]))
  }

  @Test func `tells layers, libraries and types apart`() async throws {
    #expect(try await entry("Domain") == .layer("Sources/EventSourcing/Domain/"))
    #expect(try await entry("EventSourcingSQLite") == .targets(["EventSourcingSQLite"]))
    #expect(try await entry("repository") == .file("Sources/EventSourcing/Application/Repository.swift"))
  }

  @Test func `prefers a class of the libraries to its namesake in a step`() async throws {
    #expect(try await entry("EventBus") == .file("Sources/EventSourcing/Domain/Publishing/EventBus.swift"))
    #expect(try await entry("Minimal.EventBus") == .file("Sources/Steps/Minimal/Minimal.swift"))
  }

  @Test func `asks which is meant where steps have namesakes`() async throws {
    await #expect(throws: CopyRefused.ambiguous("Example", ["Minimal.Example", "Step2Entity.Example"])) {
      try await entry("Example")
    }
  }

  @Test(arguments: ["retryingOnConcurrencyError", "Retry", "retry"])
  func `takes a free function by its name or that of its file`(name: String) async throws {
    #expect(try await entry(name) == .file("Sources/EventSourcing/Application/Retry.swift"))
  }

  @Test func `gives the nearest names for one that is unknown`() async throws {
    let error = await #expect(throws: CopyRefused.self) { try await entry("Repositry") }
    guard case .unknownName("Repositry", let nearest, let known) = error else {
      Issue.record("It was refused for another reason: \(String(describing: error))")
      return
    }
    #expect(nearest == ["Repository"])
    #expect(known.first?.contains("step1, step2") == true)
  }
}
