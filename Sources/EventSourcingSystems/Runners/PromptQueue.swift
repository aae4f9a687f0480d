/// Which workers have to look whether there is something to do, each once, in the order in which they were prompted.
struct PromptQueue: Sendable {
  private var numbers: [Int] = []
  private var isIn: Set<Int> = []

  /// What was taken out of the front of `numbers` and is still there.
  private var taken = 0

  var isEmpty: Bool { isIn.isEmpty }

  mutating func append(_ number: Int) {
    guard isIn.insert(number).inserted else { return }
    numbers.append(number)
  }

  mutating func popFirst() -> Int? {
    guard taken < numbers.count else { return nil }
    let first = numbers[taken]
    taken += 1
    isIn.remove(first)
    if taken == numbers.count {
      numbers.removeAll(keepingCapacity: true)
      taken = 0
    }
    return first
  }
}
