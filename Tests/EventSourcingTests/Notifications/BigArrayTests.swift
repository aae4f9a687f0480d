import EventSourcing
import Foundation
import ProcessSupport
import Testing

@Suite("A big array")
struct BigArrayTests {
  private let recorder = InMemoryRecorder()
  private let id = IDGenerator.counting().next()

  private func array(size: Int = 3) -> BigArray<String> { BigArray(id: id, in: recorder, arraySize: size) }

  @Test func `keeps what is appended, in order, also where the tree grows`() async throws {
    let array = array()
    for number in 0..<27 { #expect(try await array.append("item\(number)") == number) }
    #expect(try await array.values(in: 0..<100) == (0..<27).map { "item\($0)" })
    for number in 0..<27 { #expect(try await array.value(at: number) == "item\(number)") }
    #expect(try await array.values(in: 4..<11) == (4..<11).map { "item\($0)" })
  }

  @Test func `is full when each height is used up`() async throws {
    let array = array(size: 2)
    #expect(array.capacity == 4)
    for number in 0..<4 { try await array.append("\(number)") }
    await #expect(throws: BigArrayError.full(capacity: 4)) { try await array.append("4") }
    await #expect(throws: BigArrayError.outside(4, capacity: 4)) { try await array.assign("4", to: 4) }
    await #expect(throws: BigArrayError.outside(-1, capacity: 4)) { try await array.value(at: -1) }
    await #expect(throws: BigArrayError.outside(-1, capacity: 4)) { try await array.values(in: -1..<1) }
  }

  @Test func `assigns a position once`() async throws {
    let array = array()
    try await array.assign("first", to: 7)
    await #expect(throws: ConcurrencyError(sequenceID: id, position: 7)) { try await array.assign("second", to: 7) }
    #expect(try await array.value(at: 7) == "first")
  }

  @Test func `has nothing where nothing was assigned`() async throws {
    let array = array()
    #expect(try await array.values(in: 0..<9) == [])
    try await array.assign("five", to: 5)
    try await array.assign("one", to: 1)
    #expect(try await array.values(in: 0..<9) == [nil, "one", nil, nil, nil, "five"])
    #expect(try await array.value(at: 8) == nil)
    #expect(try await array.append("six") == 6)
  }

  @Test func `has room for as many as there are numbers, and asks for no more than fit in memory`() async throws {
    let array = array(size: 10_000)
    #expect(array.capacity == .max)
    try await array.assign("far", to: .max - 1)
    #expect(try await array.value(at: .max - 1) == "far")
    #expect(try await array.nextPosition() == .max)
    await #expect(throws: BigArrayError.full(capacity: .max)) { try await array.append("none") }
    await #expect(throws: BigArrayError.longSlice(.max)) { try await array.values(in: 0..<(.max)) }
    #expect(try await array.values(in: (.max - 2)..<(.max)) == [nil, "far"])
  }

  /// As `BigArray` of the Python library computes it: so the tree can be read where the arrays are.
  @Test func `keeps its arrays under ids that come from their places`() async throws {
    try await array().assign("x", to: 4)
    let base = UUID(named: "(3, 6)", in: id)
    let parent = UUID(named: "(0, 9)", in: id)
    #expect(try await recorder.items(of: base).map(\.position) == [2])
    #expect(try await recorder.items(of: parent).map(\.text) == ["\"\(base.uuidString)\""])
    #expect(try await recorder.items(of: id).map(\.text) == ["\"\(parent.uuidString)\""])
    #expect(try await recorder.items(of: id).map(\.position) == [2])
  }

  @Test func `gives each of many writers a position of its own`() async throws {
    let array = array(size: 4)
    let positions = try await withThrowingTaskGroup(of: [Int].self) { group in
      for writer in 0..<8 {
        group.addTask {
          var own: [Int] = []
          for number in 0..<20 { own.append(try await array.append("\(writer) \(number)")) }
          return own
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(positions.sorted() == Array(0..<160))
    #expect(try await array.values(in: 0..<200).compactMap(\.self).count == 160)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `holds what a dictionary would`(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let array = array(size: Int.random(in: 2...6, using: &random))
    let end = min(array.capacity, 400)
    var expected: [Int: String] = [:]
    for number in 0..<60 {
      let next = (expected.keys.max() ?? -1) + 1
      if Bool.random(using: &random), next < end {
        #expect(try await array.append("\(number)") == next)
        expected[next] = "\(number)"
      } else {
        let position = Int.random(in: 0..<end, using: &random)
        do {
          try await array.assign("\(number)", to: position)
          #expect(expected.updateValue("\(number)", forKey: position) == nil)
        } catch is ConcurrencyError {
          #expect(expected[position] != nil)
        }
      }
      let low = Int.random(in: 0..<end, using: &random)
      let high = Int.random(in: low..<end, using: &random)
      let last = (expected.keys.max() ?? -1) + 1
      #expect(try await array.values(in: low..<high) == (low..<max(low, min(high, last))).map { expected[$0] })
    }
  }
}
