import Foundation
import TeachingKit
import Testing

/// What a learner has written outlives `kit check` and `kit reset`, whenever they are killed.
@Suite("A killed command", .timeLimit(.minutes(5)))
struct KilledCommandTests {
  @Test func `leaves a check's progress readable, and a copy of what was to be checked`() async throws {
    try await withCopyOfExercises { copy in
      let tools = try copy.standInTools()
      let (exercise, file) = try exercise(in: copy)
      let solved = try #require(Solution(of: exercise).solved[file.lastPathComponent])
      try tools.set("slow", "")
      var texts: Set<String> = []
      var copied = 0
      let killed = try await killAtManyMoments(["check", "1"], in: copy, tools) { moment in
        let text = solved + "// Mine, \(moment)\n"
        texts.insert(text)
        try file.writeIfChanged(text)
        try copy.progress.update { $0 = LearnerProgress() }
      } after: { moment in
        let (progress, setAside) = try copy.progress.load()
        #expect(setAside == nil)
        #expect(try file.text() == solved + "// Mine, \(moment)\n")
        let kept = try self.copies(of: exercise, in: copy, file)
        #expect(texts.isSuperset(of: kept), "A copy is whole or not there.")
        // What has come so far as to be built, or to be passed, has been copied before.
        if tools.runs.count > copied || progress.isDone(exercise) {
          copied = tools.runs.count
          #expect(kept.contains(solved + "// Mine, \(moment)\n"))
        }
      }
      #expect(killed > 0, "Nobody was killed, so nothing was tried.")
      #expect(copied > 0, "No check has come to the build, so nothing was tried.")
    }
  }

  @Test func `leaves what was to be reset in the file or in a copy`() async throws {
    try await withCopyOfExercises { copy in
      let tools = try copy.standInTools()
      let (exercise, file) = try exercise(in: copy)
      let stub = try file.text()
      let killed = try await killAtManyMoments(["reset", "1"], in: copy, tools) { moment in
        try file.writeIfChanged("// Mine, \(moment)\n")
      } after: { moment in
        let text = try file.text()
        if text != "// Mine, \(moment)\n" {
          #expect(text == stub)
          #expect(try self.copies(of: exercise, in: copy, file).contains("// Mine, \(moment)\n"))
        }
      }
      #expect(killed > 0, "Nobody was killed, so nothing was tried.")
    }
  }

  /// Runs a command again and again, and kills each run a little later than the one before.
  ///
  /// - Returns: How many were killed before their end.
  private func killAtManyMoments(
    _ arguments: [String], in copy: ExercisesCopy, _ tools: StandInTools, before: (Int) throws -> Void,
    after: (Int) throws -> Void
  ) async throws -> Int {
    var command = Command(
      [kitProduct] + arguments, in: copy.folder, environment: tools.environment.mapValues { .some($0) })
    command.stopSignal = SIGKILL
    let moments = 10
    // The first runs to its end, and tells how long that takes; where much else runs, longer than the others will.
    try before(0)
    let start = ContinuousClock.now
    _ = try await command.run()
    let duration = min(ContinuousClock.now - start, .milliseconds(400))
    try after(0)
    var killed = 0
    for moment in 1...moments {
      try before(moment)
      let run = Task { [command] in try await command.run() }
      try await Task.sleep(for: duration * moment / moments)
      run.cancel()
      if case .failure = await run.result { killed += 1 }
      try after(moment)
    }
    return killed
  }

  private func exercise(in copy: ExercisesCopy) throws -> (Exercise, file: URL) {
    let exercise = try #require(ExercisePackage(copy.exercises).exercise(1))
    return (exercise, exercise.sources.appending(path: try #require(exercise.info.edit.first)))
  }

  private func copies(of exercise: Exercise, in copy: ExercisesCopy, _ file: URL) throws -> Set<String> {
    let own = copy.folder.appending(path: ".kit/work/\(exercise.label)")
    return try own.isFolder ? Set(own.subfolders().map { try $0.appending(path: file.lastPathComponent).text() }) : []
  }
}
