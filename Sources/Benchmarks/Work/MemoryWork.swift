import EventSourcing

extension Benchmark {
  /// The library alone, without a database: numbers to be held against those of another library by hand.
  static let inMemory = [
    Benchmark(
      work: Work("memory-saves", "In memory: publish, policy, store; one event a save"),
      measure: { work, session in
        try await session.measure(
          work, unit: "saves/s",
          Contender("one writer") { events in
            let examples = Examples(InMemoryRecorder())
            return try await examples.whileStoring {
              var id = IDGenerator.timeOrdered.next()
              let time = try await timed { id = try await examples.save(events) }
              try expect(await examples.store.recorder.items(of: id).count, is: events, work.name)
              return time
            }
          })
      }),
    Benchmark(
      work: Work("memory-replay", "In memory: replay of 10 000 events"),
      measure: { work, session in
        let examples = Examples(InMemoryRecorder())
        let count = 10_000
        let id = try await examples.whileStoring { try await examples.save(count) }
        return try await session.measure(
          work, unit: "events/s",
          Contender("replay", step: count) { events in
            try await timed {
              for _ in 0..<events / count { try expect(await examples.repository[id].version, is: count, work.name) }
            }
          })
      }),
  ]
}
