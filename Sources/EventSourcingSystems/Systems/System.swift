private import EventSourcing

/// Applications, and which of them follow which; nothing about databases, processes or machines.
///
///     let shop = try System(orders | reservations | orders, orders | payments | orders)
public struct System: Sendable {
  /// The applications, in the order in which the pipes name them first.
  public let applications: [ProcessApplication]

  /// The names of those that an application follows, by its name.
  private var followed: [ExactText: [String]] = [:]

  /// - Throws: `InvalidSystem`.
  public init(_ pipes: Pipe...) throws(InvalidSystem) {
    try self.init(pipes)
  }

  /// - Throws: `InvalidSystem`.
  public init(_ pipes: [Pipe]) throws(InvalidSystem) {
    var applications: [ProcessApplication] = []
    for application in pipes.flatMap(\.applications) {
      // Texts are equal here where their characters are, however those are composed.
      guard let known = applications.first(where: { $0.name.lowercased() == application.name.lowercased() }) else {
        applications.append(application)
        continue
      }
      guard ExactText(known.name) == ExactText(application.name) else {
        throw .similarNames(known.name, application.name)
      }
      guard known.identity === application.identity else { throw .twoOfOneName(application.name) }
    }
    guard !applications.isEmpty else { throw .empty }
    self.applications = applications
    for pipe in pipes {
      for (upstream, follower) in zip(pipe.applications, pipe.applications.dropFirst()) {
        guard followed[ExactText(follower.name)]?.contains(upstream.name) != true else { continue }
        guard !follower.reactsToOwnEvents || upstream.name != follower.name else {
          throw .followsItself(follower.name)
        }
        followed[ExactText(follower.name), default: []].append(upstream.name)
      }
    }
    try checkReactions()
  }

  /// The application of a name, which is compared byte for byte; `nil` if there is none.
  public func application(_ name: String) -> ProcessApplication? {
    let name = ExactText(name)
    return applications.first { ExactText($0.name) == name }
  }

  /// The applications that one follows, in the order in which the pipes name them; none if there is none of this name.
  public func upstreams(of name: String) -> [ProcessApplication] {
    followed[ExactText(name), default: []].compactMap(application)
  }

  /// The applications that follow one, in the order of the system.
  public func followers(of name: String) -> [ProcessApplication] {
    let name = ExactText(name)
    return applications.filter { follower in
      followed[ExactText(follower.name), default: []].contains { ExactText($0) == name }
    }
  }

  /// A reaction on something that nothing that is followed tells of would wait for ever.
  private func checkReactions() throws(InvalidSystem) {
    for application in applications {
      let upstreams = upstreams(of: application.name)
      var known = upstreams.flatMap(\.storedCatalog.storedNames)
      if application.reactsToOwnEvents { known += application.storedCatalog.storedNames }
      for storedName in application.storedNames where !known.contains(storedName) {
        throw .nobodyTellsOf(storedName, application: application.name, follows: upstreams.map(\.name))
      }
    }
  }
}
