/// A recorder did not keep a promise; the text says what was expected and what came.
public struct PromiseBroken: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Throws `PromiseBroken` unless the values are equal.
func expect<Value: Equatable>(_ found: Value, equals expected: Value, _ promise: String) throws {
  guard found == expected else {
    throw PromiseBroken("\(promise): expected \(shortened(expected)), found \(shortened(found))")
  }
}

/// Throws `PromiseBroken` unless the condition holds.
func expect(_ condition: Bool, _ promise: String) throws {
  guard condition else { throw PromiseBroken(promise) }
}

/// Throws `PromiseBroken` unless the body throws just this error.
func expect<Failure: Error & Equatable>(
  _ promise: String, throws expected: Failure, _ body: () async throws -> some Any
) async throws {
  do {
    _ = try await body()
  } catch let error as Failure where error == expected {
    return
  } catch {
    throw PromiseBroken("\(promise): expected the error “\(expected)”, found “\(error)”")
  }
  throw PromiseBroken("\(promise): expected the error “\(expected)”, found none")
}

private func shortened(_ value: some Any) -> String {
  let text = String(describing: value)
  return text.count > 300 ? "\(text.prefix(300))…" : text
}
