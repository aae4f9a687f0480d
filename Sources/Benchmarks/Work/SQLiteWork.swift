import EventSourcing
import EventSourcingSQLite

extension Benchmark {
  /// Saving to an SQLite file, against the loop in C.
  static let sqlite = [
    Benchmark(
      work: Work("sqlite-one-writer", "SQLite: one writer, one event a save", target: .atLeast(0.75)),
      measure: { work, session in try await onSQLite(work, session, subject: saves(), other: eachInC()) }),
    Benchmark(
      work: Work("sqlite-executor", "SQLite: one writer on the recorder's executor", target: .atLeast(0.88)),
      measure: { work, session in
        try await onSQLite(work, session, subject: saves(onExecutor: true), other: eachInC())
      }),
    Benchmark(
      work: Work(
        "sqlite-normal-executor", "SQLite, synchronous=NORMAL: one writer on the executor", target: .atLeast(0.7)),
      measure: { work, session in
        try await onSQLite(work, session, .normal, subject: saves(onExecutor: true), other: eachInC())
      }),
    Benchmark(
      work: Work("sqlite-64-savers", "SQLite: 64 savers at once, against one writer in C", target: .atLeast(5)),
      measure: { work, session in try await onSQLite(work, session, subject: saves(savers: 64), other: eachInC()) }),
    Benchmark(
      work: Work("sqlite-batch", "SQLite: batches of 10 000 events", target: .atLeast(0.6)),
      measure: { work, session in try await onSQLite(work, session, subject: batches(), other: batchesInC()) }),
  ]

  private static func onSQLite(
    _ work: Work, _ session: Session, _ synchronous: SQLiteOptions.Synchronous = .full,
    subject: (Examples, any TaskExecutor, SQLiteLimit) -> Contender, other: (SQLiteLimit) -> Contender
  ) async throws -> Measurement {
    try await session.withFolder { folder in
      let recorder = try await SQLiteRecorder(
        .file("\(folder)/recorder.sqlite"), options: SQLiteOptions(synchronous: synchronous))
      return try await recorder.closing {
        let subject = subject(
          Examples(recorder), recorder.executor, try await SQLiteLimit("\(folder)/recorder.sqlite"))
        let other = other(try await SQLiteLimit("\(folder)/limit.sqlite", synchronous: synchronous))
        return try await session.compare(work, unit: "events/s", subject, with: other)
      }
    }
  }
}

// What the recorder does; the loop is there to count what it has stored.
private func saves(
  savers: Int = 1, onExecutor: Bool = false
) -> (Examples, any TaskExecutor, SQLiteLimit) -> Contender {
  { examples, executor, limit in
    Contender(savers == 1 ? "one writer" : "\(savers) savers", step: savers, stored: limit.count) { events in
      try await examples.whileStoring {
        try await timed {
          if onExecutor {
            try await Task(executorPreference: executor) { _ = try await examples.save(events) }.value
          } else if savers == 1 {
            try await examples.save(events)
          } else {
            try await examples.save(events, savers: savers)
          }
        }
      }
    }
  }
}

private func batches(of size: Int = 10_000) -> (Examples, any TaskExecutor, SQLiteLimit) -> Contender {
  { examples, _, limit in
    Contender("batches", step: size, stored: limit.count) { events in
      let batches = (0..<events / size).map { _ in Examples.events(size) }
      return try await timed {
        for batch in batches { try await examples.store.append(batch) }
      }
    }
  }
}

private func eachInC() -> (SQLiteLimit) -> Contender {
  { limit in
    Contender("loop in C", stored: limit.count) { events in
      let items = try Examples.items(events)
      return try await timed { try limit.insertEach(items) }
    }
  }
}

private func batchesInC(of size: Int = 10_000) -> (SQLiteLimit) -> Contender {
  { limit in
    Contender("loop in C", step: size, stored: limit.count) { events in
      let batches = try (0..<events / size).map { _ in try Examples.items(size) }
      return try await timed {
        for batch in batches { try limit.insertTogether(batch) }
      }
    }
  }
}
