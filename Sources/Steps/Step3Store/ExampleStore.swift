public import EventSourcing
public import Step1Events

/// A store for the events of examples.
public typealias ExampleStore = EventStore<DomainEvent<ExampleEvent>>

extension ExampleStore {
  /// Makes a store with its two parts spelled out, so that either can be replaced.
  ///
  /// `EventStore(of: ExampleEvent.self, in: recorder)` makes the same in one line.
  public static func examples(in recorder: any Recorder) -> ExampleStore {
    let mapper = SequencedItemMapper<DomainEvent<ExampleEvent>>(
      sequenceID: \.entityID,
      position: \.entityVersion,
      kind: .counted,
      transcoder: JSONTranscoder())
    return ExampleStore(recorder: recorder, mapper: mapper)
  }
}
