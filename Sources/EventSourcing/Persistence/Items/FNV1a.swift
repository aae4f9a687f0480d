/// A hash of 64 bits, the same in every process: FNV-1a, by Fowler, Noll and Vo.
///
/// It tells apart what differs by accident, and is no evidence against somebody who means to deceive.
package struct FNV1a {
  package private(set) var hash: UInt64

  /// - Parameter basis: From what it begins; from another one it is another hash.
  package init(basis: UInt64 = 0xcbf2_9ce4_8422_2325) {
    hash = basis
  }

  package mutating func mix(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
  }
}
