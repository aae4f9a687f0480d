import Foundation
import Synchronization

/// How many forks are behind this process: two processes that came from one have the same memory, so what must be
/// unique must not be taken from memory then.
///
/// Swift itself does not fork, but a program that Swift is a part of may.
package enum ForkCount {
  private static let count = Atomic(0)

  private static let isCounting: Bool = {
    pthread_atfork(nil, nil) { ForkCount.count.add(1, ordering: .relaxed) } == 0
  }()

  /// The number since it was first asked for.
  package static var current: Int {
    precondition(isCounting, "the system has no memory left to watch for forks")
    return count.load(ordering: .relaxed)
  }
}
