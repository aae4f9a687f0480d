import Foundation

/// Runs work on a thread that has no more rights to files than anybody has, and returns what it throws.
///
/// On Linux the tests may run as root, whom the rights of a file do not bind: there the thread takes the file system
/// rights of the user `nobody`. A user who is not root cannot do that, and need not.
func asNobody<Value>(_ work: @escaping @Sendable () throws -> Value) async -> (any Error)? {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread {
      setFileSystemUser(65_534)
      let outcome = Result { _ = try work() }
      setFileSystemUser(getuid())
      switch outcome {
      case .success: continuation.resume(returning: nil)
      case .failure(let error): continuation.resume(returning: error)
      }
    }
  }
}

private func setFileSystemUser(_ user: uid_t) {
  #if os(Linux)
    // `setfsuid` binds the calling thread alone. No Swift module has it.
    typealias Function = @convention(c) (uid_t) -> CInt
    guard let symbol = dlsym(nil, "setfsuid") else { return }
    _ = unsafeBitCast(symbol, to: Function.self)(user)
  #endif
}
