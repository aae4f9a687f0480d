import EventSourcing
import Foundation

extension MaintenancePromise {
  func rewritesInPlace(_ recorder: any MaintenanceRecorder) async throws {
    let items = Sample.items(Sample.id(1), 0...2)
    let ids = try await recorder.append(items)
    let news: [(data: Data, metadata: String?)] = [
      (Data(#"{"new":true}"#.utf8), nil), (Data([0, 1, 2]), #"{"user":"ada"}"#), (Data(), #"{"user":"eve"}"#),
      (Data(#"{"newest":true}"#.utf8), nil),
    ]
    for (data, metadata) in news {
      guard let old = try await recorder.item(of: Sample.id(1), at: 1) else {
        throw PromiseBroken("The item that was appended is there")
      }
      let new = changed(items[1], topic: "Sample.renamed", data: data).with(metadata: metadata)
      try await recorder.rewrite([Rewrite(from: old, to: new)])
      let found = try await recorder.notifications(after: 0, limit: 10)
      try expect(found.map(\.item), equals: [items[0], new, items[2]], "Only the item rewritten has changed")
      try expect(found.map(\.id), equals: ids, "The notification ids are as they were")
    }
  }

  func rewritesAllOrNothing(_ recorder: any MaintenanceRecorder) async throws {
    let id = Sample.id(1)
    let items = Sample.items(id, 0...2)
    try await recorder.append(items)
    let good = try Rewrite(from: items[0], to: changed(items[0], topic: "New", data: items[0].data))
    let wrongData = changed(items[2], topic: items[2].topic, data: Data("{}".utf8))
    let wrongTopic = changed(items[2], topic: "Other", data: items[2].data)
    let wrongMetadata = items[2].with(metadata: #"{"user":"ada"}"#)
    let absent = Sample.item(id, 3)
    for stale in [wrongData, wrongTopic, wrongMetadata, absent] {
      let changedMeanwhile = RewriteError.changedMeanwhile(sequenceID: id, position: stale.position)
      try await expect("A stale rewrite is refused", throws: changedMeanwhile) {
        try await recorder.rewrite([good, Rewrite(from: stale, to: changed(stale, topic: "New", data: Data()))])
      }
      try expect(try await recorder.items(of: id), equals: items, "Nothing was rewritten")
    }
    let again = try Rewrite(from: items[0], to: changed(items[0], topic: "Newer", data: items[0].data))
    let once = RewriteError.changedMeanwhile(sequenceID: id, position: 0)
    try await expect("The second of two rewrites of one item is stale", throws: once) {
      try await recorder.rewrite([good, again])
    }
    try expect(try await recorder.items(of: id), equals: items, "Nothing was rewritten")
    try await expect("Another place", throws: RewriteError.anotherPlace(sequenceID: id, position: 0)) {
      try await recorder.rewrite([Rewrite(from: items[0], to: items[1])])
    }
  }

  func changed(_ item: SequencedItem, topic: String, data: Data) -> SequencedItem {
    SequencedItem(
      sequenceID: item.sequenceID, position: item.position, topic: topic, data: data, timestamp: item.timestamp)
  }
}
