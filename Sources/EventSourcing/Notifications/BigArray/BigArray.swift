public import Foundation

/// A sequence that may become longer than what a database should keep in one row group, each position assigned once.
///
/// It is a tree of arrays of a fixed size, kept by a recorder.
///
///     let array = BigArray<String>(id: arrayID, in: recorder)
///     let position = try await array.append("hello")
///     let values = try await array.values(in: 0..<10)
///
/// Where an array of the tree is kept is computed from its place, so a value is read at once, however many there are; to
/// find the last one takes a read for each level. The tree is that of the Python library `eventsourcing` 8.2.
public struct BigArray<Value: Codable & Sendable>: Sendable {
  /// Which big array: the id from which those of its arrays are made.
  public let id: UUID

  public let recorder: any Recorder

  let tree: BigArrayTree
  private let transcoder: any Transcoder
  private let topic = "BigArray.assigned"

  /// - Parameters:
  ///   - id: Which big array.
  ///   - recorder: Where it is kept.
  ///   - arraySize: The size n of each array, at least 2; so there is room for n to the power of n values. It cannot be
  ///     changed once something is kept.
  ///   - transcoder: How values become bytes.
  public init(
    id: UUID, in recorder: any Recorder, arraySize: Int = 10_000, transcoder: any Transcoder = JSONTranscoder()
  ) {
    self.id = id
    self.recorder = recorder
    self.transcoder = transcoder
    tree = BigArrayTree(id: id, size: max(arraySize, 2))
  }

  /// How many values there is room for.
  public var capacity: Int { tree.capacity }

  /// Assigns a value to the position after the last one.
  ///
  /// - Returns: The position.
  /// - Throws: `BigArrayError.full`; `ConcurrencyError` if others have been first time and again; what encoding the value
  ///   and the recorder throw.
  @discardableResult
  public func append(_ value: Value) async throws -> Int {
    var attempts = 1_000
    while true {
      let position = try await nextPosition()
      guard position < capacity else { throw BigArrayError.full(capacity: capacity) }
      do {
        try await assign(value, to: position)
        return position
      } catch let conflict as ConcurrencyError {
        attempts -= 1
        guard attempts > 0 else { throw conflict }
      }
    }
  }

  /// Assigns a value to a position, wherever that is; what lies before it may come later, or never.
  ///
  /// The value and what links its array to the tree are recorded all or nothing.
  ///
  /// - Throws: `BigArrayError.outside`; `ConcurrencyError`, with the id of the big array, if the position is taken; what encoding the value and the
  ///   recorder throw.
  public func assign(_ value: Value, to position: Int) async throws {
    guard (0..<capacity).contains(position) else { throw BigArrayError.outside(position, capacity: capacity) }
    let place = tree.place(of: position)
    let item = SequencedItem(
      sequenceID: place.arrayID, position: place.slot.plus(1), topic: topic, data: try transcoder.encode(value),
      timestamp: EventClock.current.now())
    while true {
      do {
        try await recorder.append([item] + links(to: position, at: item.timestamp), kind: .timed)
        return
      } catch let conflict as ConcurrencyError {
        guard conflict.sequenceID != item.sequenceID else {
          throw ConcurrencyError(sequenceID: id, position: position)
        }
        // Somebody else has linked the array meanwhile. A link is made once, so this comes to an end.
      }
    }
  }

  /// The value at a position; `nil` if none is assigned.
  ///
  /// - Throws: `BigArrayError.outside`; `UnreadableItem`; what the recorder throws.
  public func value(at position: Int) async throws -> Value? {
    guard (0..<capacity).contains(position) else { throw BigArrayError.outside(position, capacity: capacity) }
    let place = tree.place(of: position)
    return try await recorder.item(of: place.arrayID, at: place.slot.plus(1)).map(value)
  }

  /// The values at some positions, `nil` where none is assigned; a range that goes on behind the last value ends with it.
  ///
  /// - Throws: `BigArrayError.outside`; `BigArrayError.longSlice` for more than a million; `UnreadableItem`; what the
  ///   recorder throws.
  public func values(in positions: Range<Int>) async throws -> [Value?] {
    guard positions.lowerBound >= 0 else {
      throw BigArrayError.outside(positions.lowerBound, capacity: capacity)
    }
    let positions = positions.clamped(to: 0..<(try await nextPosition()))
    guard positions.count <= BigArrayError.longestSlice else { throw BigArrayError.longSlice(positions.count) }
    var values: [Value?] = []
    while values.count < positions.count {
      let place = tree.place(of: positions.lowerBound + values.count)
      let count = min(tree.size - place.slot, positions.count - values.count)
      var part = [Value?](repeating: nil, count: count)
      let query = PositionQuery(atLeast: place.slot.plus(1), atMost: place.slot.plus(count))
      for item in try await recorder.items(of: place.arrayID, where: query) {
        part[item.position - 1 - place.slot] = try value(of: item)
      }
      values += part
    }
    return values
  }

  /// The position after the last value: 0 if there is none.
  ///
  /// - Throws: What the recorder throws.
  public func nextPosition() async throws -> Int {
    guard let apex = try await last(of: id) else { return 0 }
    var (height, start) = (apex, 0)
    while true {
      guard let taken = try await last(of: tree.arrayID(from: start, height: height)) else { return start }
      start = start.plus((taken - 1).times(tree.span(ofHeight: height - 1)))
      height -= 1
      if height == 0 { return start.plus(1) }
    }
  }

  /// The last position that is taken in an array, as it is stored.
  private func last(of arrayID: UUID) async throws -> Int? {
    try await recorder.items(of: arrayID, where: PositionQuery(limit: 1, order: .backwards)).first?.position
  }

  /// The links that are still missing on the way from the top of the tree to a position.
  private func links(to position: Int, at time: Timestamp) async throws -> [SequencedItem] {
    var missing: [SequencedItem] = []
    for link in tree.links(to: position) {
      guard try await recorder.item(of: link.parentID, at: link.slot.plus(1)) == nil else { break }
      missing.append(
        SequencedItem(
          sequenceID: link.parentID, position: link.slot.plus(1), topic: "BigArray.linked",
          data: Data("\"\(link.childID.uuidString)\"".utf8), timestamp: time))
    }
    return missing
  }

  private func value(of item: SequencedItem) throws -> Value {
    guard item.topic.utf8.elementsEqual(topic.utf8) else { throw UnreadableItem(item, .unknownTopic) }
    do {
      return try transcoder.decode(Value.self, from: item.data)
    } catch {
      throw UnreadableItem(item, .malformed(at: (error as? DecodingError)?.place ?? ""))
    }
  }
}
