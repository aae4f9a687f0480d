import Foundation

/// The most memory that this process has had at a time.
enum PeakMemory {
  /// - Returns: Bytes that were in the machine's memory (resident), at their peak.
  static func bytes() throws -> Int {
    #if os(Linux)
      // Not what `getrusage` tells: on Linux a process begins there with the peak of the one that started it.
      let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      guard let kilobytes = line?.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) }) else {
        throw LimitFailed(reason: "The system does not tell how much memory a process had.")
      }
      return kilobytes * 1_024
    #else
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }
}
