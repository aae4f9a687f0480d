package import EventSourcing

extension HostedApplication {
  /// Hosts an application whose effects are answered, and do nothing in the world.
  ///
  /// - Parameters:
  ///   - application: What is hosted.
  ///   - recorder: Where everything is kept that happens in it.
  ///   - answer: What came of an effect.
  package init(
    rehearsing application: ProcessApplication, in recorder: any Recorder, answering answer: @escaping EffectAnswer
  ) {
    self.init(application.answeringEffects(by: answer), in: recorder)
  }

  /// Has the application react on an event, as it does when it follows another one, but once and without a note of it.
  ///
  /// - Throws: What an effect or a reaction throws, and what recording throws.
  package func rehearse(_ event: any SequencedEvent, because cause: EventCause) async throws {
    let records = try await application.performEffects(of: event, because: cause)
    try await perform { [application] unit in
      try await application.react(to: event, because: cause, recording: records, in: unit)
    }
  }
}
