import TeachingKit
import Testing

@Suite("Nearest names")
struct NearestNamesTests {
  private let names = ["step3", "Repository", "Recorder", "EventStore", "EventBus"]

  @Test func `are those with a letter wrong, whatever their capitals`() {
    #expect(nearestNames(to: "repositry", among: names) == ["Repository"])
    #expect(nearestNames(to: "setp3", among: names) == ["step3"])
  }

  @Test func `are those that contain it, the shortest first`() {
    #expect(nearestNames(to: "Event", among: names) == ["EventBus", "EventStore"])
  }

  @Test func `are none if nothing is like it`() {
    #expect(nearestNames(to: "xyzzy", among: names).isEmpty)
  }
}
