import Synchronization
import Testing

/// What fails in the body, which may not fail.
func failures(_ body: () throws -> Void) throws -> [Issue] {
  let issues = Mutex<[Issue]>([])
  try withKnownIssue(isIntermittent: true) {
    try body()
  } matching: { issue in
    issues.withLock { $0.append(issue) }
    return true
  }
  return issues.withLock { $0 }
}
