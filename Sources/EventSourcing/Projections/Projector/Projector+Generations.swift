extension Projector {
  /// The generation that is current and of the projection's version; made if there is none, or an older one.
  ///
  /// - Parameter waits: Whether to wait while others make it anew.
  /// - Throws: `ProjectionOutdated`, `RebuildUnderWay`; what a rebuild throws.
  func currentGeneration(waits: Bool) async throws -> ViewGeneration {
    while true {
      try await noteBeginningOfEffects()
      if let current = try await view.currentGeneration() {
        if try isOfThisVersion(current) { return current }
        try await renew(waits: waits)
      } else if let new = try await view.begin(
        version: projection.version, isCurrent: true, prepare: projection.prepare)
      {
        return new
      }
    }
  }

  /// Makes the view anew from the beginning of its logs, while the generation that is there answers, and is brought on by
  /// whoever runs it; then the new one takes its place at once, and the old one is removed.
  ///
  /// Effects are not done again. What a rebuild that was killed has left is begun again from nothing.
  ///
  /// - Throws: `RebuildUnderWay` if somebody else does that; `ProjectionFailed`, and then all is as before;
  ///   `GenerationReplaced` if this program was held up for so long that another one has taken over;
  ///   `ProjectionOutdated`; `RecorderError`, above all `.refused` behind a transaction pooler.
  public func rebuild() async throws {
    guard let lock = try await view.lock(.rebuild) else { throw RebuildUnderWay(projection: projection.name) }
    try await releasing(lock) {
      if let current = try await view.currentGeneration() { _ = try isOfThisVersion(current) }
      try await build()
    }
  }

  /// Makes an older view anew, unless somebody else has.
  private func renew(waits: Bool) async throws {
    guard let lock = try await view.lock(.rebuild) else {
      guard waits else { throw RebuildUnderWay(projection: projection.name) }
      return try await Task.sleep(for: .milliseconds(200))
    }
    try await releasing(lock) {
      guard let current = try await view.currentGeneration(), try !isOfThisVersion(current) else { return }
      try await build()
    }
  }

  private func build() async throws {
    try await noteBeginningOfEffects()
    // One that was stopped in the middle of a change may hold up for a while what it has left.
    try await tryingAgain { _ in try await removeOthers() }
    guard
      let new = try await view.begin(version: projection.version, isCurrent: false, prepare: projection.prepare)
    else { return }
    do {
      // Until it has come as far as the old one, which goes on meanwhile.
      repeat {
        for upstream in upstreams { try await catchUp(upstream, in: new) }
      } while try await !view.makeCurrent(new.number)
    } catch {
      // Whoever rebuilds next removes it, if this does not.
      try? await view.remove(new)
      throw error
    }
    signal.prompt()
    // Who still reads the old one keeps it from being removed: then the next rebuild does.
    try? await removeOthers()
  }

  /// Removes what was replaced, and what a rebuild has left that did not come to its end.
  private func removeOthers() async throws {
    for generation in try await view.generations() where generation.state != .current {
      try await view.remove(generation)
    }
  }

  private func isOfThisVersion(_ current: ViewGeneration) throws -> Bool {
    guard current.version <= projection.version else {
      throw ProjectionOutdated(
        projection: projection.name, version: projection.version, found: current.version)
    }
    return current.version == projection.version
  }

  func releasing(_ lock: any ViewLock, _ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch {
      await lock.release()
      throw error
    }
    await lock.release()
  }
}
