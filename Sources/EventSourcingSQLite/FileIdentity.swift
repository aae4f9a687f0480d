import Foundation

/// Which file it is that has a name.
struct FileIdentity: Equatable {
  private let device: UInt64
  private let number: UInt64

  /// Looks at a file; `nil` if there is none.
  init?(of path: String) {
    #if canImport(Glibc)
      // It fails where there is no file, and in a sandbox that does not know it.
      if let look = Self.look, let found = Self.identity(of: path, look) {
        self = found
        return
      }
    #endif
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
  }

  private init(device: UInt64, number: UInt64) {
    self.device = device
    self.number = number
  }
}

#if canImport(Glibc)
  // To be told a file's times, as by `stat`, has a price on Linux from 6.13 on: the next write gives the file new ones, so
  // that these can be told apart, and the sync after that took half as long again. `statx` tells what it is asked for
  // only. Swift does not see it, and glibc has it from 2.28 on.
  extension FileIdentity {
    fileprivate typealias Look =
      @convention(c) (CInt, UnsafePointer<CChar>, CInt, CUnsignedInt, UnsafeMutableRawPointer) -> CInt

    fileprivate static let look = dlsym(nil, "statx").map { unsafeBitCast($0, to: Look.self) }

    fileprivate static func identity(of path: String, _ look: Look) -> FileIdentity? {
      let onlyNumber: CUnsignedInt = 0x100  // STATX_INO
      // The kernel's `struct statx`, the same on all processors: the number at 32, the device's two at 136 and 140.
      return withUnsafeTemporaryAllocation(byteCount: 256, alignment: 8) { status in
        guard let start = status.baseAddress, look(AT_FDCWD, path, 0, onlyNumber, start) == 0 else { return nil }
        let major = UInt64(start.load(fromByteOffset: 136, as: UInt32.self))
        let minor = UInt64(start.load(fromByteOffset: 140, as: UInt32.self))
        return FileIdentity(
          device: major << 32 | minor, number: start.load(fromByteOffset: 32, as: UInt64.self))
      }
    }
  }
#endif
