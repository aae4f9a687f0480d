extension Recorder {
  /// Runs the body, then closes the recorder on every path.
  ///
  /// - Throws: What the body throws; or, if it does not, what closing throws.
  public func closing<Result>(after body: () async throws -> Result) async throws -> Result {
    let result: Result
    do {
      result = try await body()
    } catch {
      try? await close()
      throw error
    }
    try await close()
    return result
  }
}
