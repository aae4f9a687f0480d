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
      var runs = 0
      let killed = try await killAtManyMoments(["check", "1"], in: copy, tools) {
        tools.runs.count > runs
      } before: { moment in
        runs = tools.runs.count
        let text = solved + "// Mine, \(moment)\n"
        texts.insert(text)
        try file.writeIfChanged(text)
        try copy.progress.update { $0 = LearnerProgress() }
      } after: { moment in
        let (progress, setAside) = try copy.progress.load()
        #expect(setAside == nil)
        #expect(try file.text() == solved + "// Mine, \(moment)\n")
        let kept = try self.copies(of: exercise, in: copy, file)
        let areWhole = texts.isSuperset(of: kept)
        #expect(areWhole, "A copy is whole or not there.")
        // What has come so far as to be built, or to be passed, has been copied before.
        if tools.runs.count > runs || progress.isDone(exercise) {
          let isKept = kept.contains(solved + "// Mine, \(moment)\n")
          #expect(isKept, "There is no copy of what was checked.")
        }
      }
      #expect(killed > 0, "Nobody was killed, so nothing was tried.")
    }
  }

  @Test func `leaves what was to be reset in the file or in a copy`() async throws {
    try await withCopyOfExercises { copy in
      let tools = try copy.standInTools()
      let (exercise, file) = try exercise(in: copy)
      let stub = try file.text()
      var mine = ""
      let killed = try await killAtManyMoments(["reset", "1"], in: copy, tools) {
        try file.text() != mine
      } before: { moment in
        mine = "// Mine, \(moment)\n"
        try file.writeIfChanged(mine)
      } after: { _ in
        let text = try file.text()
        if text != mine {
          #expect(text == stub)
          #expect(try self.copies(of: exercise, in: copy, file).contains(mine))
        }
      }
      #expect(killed > 0, "Nobody was killed, so nothing was tried.")
    }
  }

  /// Runs a command again and again, and kills each run a little later than the one before: after it was started, and
  /// after it has come to a place.
  ///
  /// - Returns: How many were killed before their end.
  private func killAtManyMoments(
    _ arguments: [String], in copy: ExercisesCopy, _ tools: StandInTools, hasComeToPlace: () throws -> Bool,
    before: (Int) throws -> Void, after: (Int) throws -> Void
  ) async throws -> Int {
    let delays = [0, 20, 40, 60, 80].map { (isFromPlace: false, delay: $0) }
    let later = [0, 0, 0, 3, 10, 30, 45, 50, 60, 80].map { (isFromPlace: true, delay: $0) }
    var killed = 0
    for (moment, (isFromPlace, delay)) in (delays + later).enumerated() {
      try before(moment)
      // It waits for a line, since starting it takes longer here than it takes for its work.
      let (process, input) = (Process(), Pipe())
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", "read -r _; exec \"$0\" \"$@\"", kitProduct] + arguments
      process.currentDirectoryURL = copy.folder
      process.environment = ProcessInfo.processInfo.environment.merging(tools.environment) { $1 }
      process.standardInput = input
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      try input.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
      while isFromPlace, process.isRunning, try !hasComeToPlace() {}
      if delay > 0 { try await Task.sleep(for: .milliseconds(delay)) }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if process.terminationReason == .uncaughtSignal { killed += 1 }
      try after(moment)
    }
    return killed
  }

  private func exercise(in copy: ExercisesCopy) throws -> (Exercise, file: URL) {
    let exercise = try #require(ExercisePackage(copy.exercises).exercise(1))
    return (exercise, exercise.sources.appending(path: try #require(exercise.info.edit.first)))
  }

  private func copies(of exercise: Exercise, in copy: ExercisesCopy, _ file: URL) throws -> Set<String> {
    let own = copy.keptWork.appending(path: exercise.label)
    return try own.isFolder ? Set(own.subfolders().map { try $0.appending(path: file.lastPathComponent).text() }) : []
  }
}
