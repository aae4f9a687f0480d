import EventSourcing
import Story

extension Step12.Scene {
  /// The projector of a program: of version 1, or of version 2, which ignores capitals.
  func projector(
    ignoringCase: Bool = false, options: ProjectorOptions = ProjectorOptions()
  ) throws -> Projector<V> {
    let version = earlierVersion + (ignoringCase ? 2 : 1)
    return try Projector(
      Projection.examples(in: V.self, version: version, ignoringCase: ignoringCase), from: ["application": log],
      into: view, options: options)
  }

  /// Shows which examples are about something, as the view has it.
  func show(_ foos: [String]) async throws {
    for foo in foos {
      let ids = try await view.ids(about: foo).map(\.short)
      story.say("about \(foo): \(ids.isEmpty ? "none" : ids.joined(separator: ", "))")
    }
  }

  /// Tells how far the view has come.
  func tellHowFar(_ projector: Projector<V>) async throws {
    let progress = try await projector.progress()
    for log in progress.logs {
      let version = (progress.current?.version ?? 0) - earlierVersion
      story.say("version \(version), up to \(self.log.number(of: log.position.id)), behind by \(log.lag)")
    }
  }
}
