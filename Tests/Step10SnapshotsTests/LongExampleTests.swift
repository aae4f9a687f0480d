import EventSourcing
import EventSourcingTestKit
import Foundation
import Step10Snapshots
import Step1Events
import Testing

@Suite("An example with a long life")
struct LongExampleTests {
  @Test func `is kept in this form, and folded in this way`() throws {
    let form = try SnapshotForm(
      of: LongExample.self, after: .created(foo: "bar1"), .valueChanged(name: .foo, value: "bar2"))
    let lifecycle =
      #"{"createdOn":0,"id":"00000000-0000-4000-8000-000000000001","isDiscarded":false,"#
      + #""lastModifiedOn":1000000,"version":2}"#
    #expect(form == SnapshotForm(version: 1, state: #"{"changes":1,"foo":"bar2","lifecycle":\#(lifecycle)}"#))
  }

  @Test func `has no state when it was discarded`() throws {
    #expect(try SnapshotForm(of: LongExample.self, after: .created(foo: "bar1"), .discarded).state == nil)
  }
}
