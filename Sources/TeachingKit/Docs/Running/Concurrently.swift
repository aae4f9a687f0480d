/// Does something with each element, a few at a time, and returns the results in order.
func concurrently<Element: Sendable, Value: Sendable>(
  _ elements: [Element], atMost limit: Int = 3, _ body: @escaping @Sendable (Element) async throws -> Value
) async throws -> [Value] {
  try await withThrowingTaskGroup(of: (Int, Value).self) { group in
    var results: [Int: Value] = [:]
    for (index, element) in elements.enumerated() {
      if index >= limit, let (done, value) = try await group.next() { results[done] = value }
      group.addTask { (index, try await body(element)) }
    }
    for try await (done, value) in group { results[done] = value }
    return elements.indices.compactMap { results[$0] }
  }
}
