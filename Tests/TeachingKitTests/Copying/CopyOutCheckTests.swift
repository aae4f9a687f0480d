import Foundation
import TeachingKit
import Testing

@Suite("The check of copies")
struct CopyOutCheckTests {
  @Test func `tries all steps, libraries and layers, and what the pages say to copy`() async throws {
    let names = try await CopyOutCheck(of: PackageFolder(above: CopySource.folder)).names()
    let expected = (1...13).map { "step\($0)" } + ["minimal", "EventSourcing", "EventSourcingTestKit", "Domain"]
    #expect(Set(expected).isSubset(of: names))
    #expect(names.contains("EventBus"))
    #expect(Set(names).count == names.count)
  }
}
