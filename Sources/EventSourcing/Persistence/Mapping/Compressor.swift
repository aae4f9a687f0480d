public import Foundation

/// Makes data smaller, and whole again.
public protocol Compressor: Sendable {
  func compress(_ data: Data) throws -> Data

  /// - Throws: If the data is damaged or was not compressed by this compressor.
  func decompress(_ data: Data) throws -> Data
}
