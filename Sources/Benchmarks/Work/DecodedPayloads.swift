import CLimits
import EventSourcing
import Foundation
import Step1Events

/// What a loop in C reads of one entity, decoded as one would who has nothing else in mind.
struct DecodedPayloads {
  private let decoder = JSONDecoder()
  private var count = 0
  private var newest = ""

  mutating func decode(_ row: limit_item) throws {
    let data = Data(bytes: row.data, count: Int(row.data_length))
    newest =
      row.position == 0
      ? try decoder.decode(Created.self, from: data).foo : try decoder.decode(ValueChanged.self, from: data).value
    count += 1
  }

  /// How many there were.
  ///
  /// - Throws: `WrongCount` if the last is not what it should be.
  func checkedCount() throws -> Int {
    try expect(newest == "bar\(count - 1)" ? count : 0, is: count, "decoded payloads")
    return count
  }
}

/// The stored forms of `ExampleEvent`, as structs.
private struct Created: Decodable {
  let foo: String
}

private struct ValueChanged: Decodable {
  let name: ExampleAttribute
  let value: String
}
