import Foundation
import TeachingKit
import Testing

@Suite("Checksums")
struct ChecksumsTests {
  @Test func `fit what is shipped, and what a learner writes`() async throws {
    try await withCopyOfExercises { copy in
      #expect(try changed(copy) == [])
      let path = try exercise(3, in: copy).path
      try write("// Mine.\n", to: ["\(path)/Sources/SalesBoard.swift", "\(path)/Sources/Mine.swift"], in: copy)
      #expect(try changed(copy) == [])
    }
  }

  @Test(arguments: ["Sources/BoxOffice/Seat.swift", "Sources/Practice/More.swift", "Package.swift"])
  func `tell of a file that all exercises share, and was changed or added`(path: String) async throws {
    try await withCopyOfExercises { copy in
      try write("// Mine.\n", to: [path], in: copy)
      #expect(try changed(copy) == [path])
    }
  }

  @Test func `tell of a file that all exercises share, and was removed`() async throws {
    try await withCopyOfExercises { copy in
      try FileManager.default.removeItem(at: copy.exercises.appending(path: "Sources/BoxOffice/Seat.swift"))
      #expect(try changed(copy) == ["Sources/BoxOffice/Seat.swift"])
    }
  }

  @Test func `fit the list of a copy with some of the exercises, and tell of any other in the manifest`() async throws {
    try await withCopyOfExercises { copy in
      let manifest = copy.exercises.appending(path: "Package.swift")
      let text = try manifest.text()
      let (one, two) = try (exercise(1, in: copy), exercise(2, in: copy))
      try FileManager.default.removeItem(at: two.folder)
      try manifest.writeIfChanged(text.replacing("  Exercise(\"\(two.path)\"),\n", with: ""))
      #expect(try changed(copy) == [])
      try manifest.writeIfChanged(text.replacing("\"\(one.path)\"", with: "\"Mine\""))
      #expect(try changed(copy) == ["Package.swift"])
    }
  }

  @Test(arguments: ["Sources/Given.swift", "exercise.json", "Tests/SubscriberTests.swift"])
  func `tell of what is no part of the task, to that exercise and to no other`(file: String) async throws {
    try await withCopyOfExercises { copy in
      let exercise = try exercise(3, in: copy)
      try exercise.solutionFolder.appending(path: "Given.swift").writeIfChanged("// Given.\n")
      try exercise.sources.appending(path: "Given.swift").writeIfChanged("// Given.\n")
      try copy.renewChecksums()
      let text = try exercise.folder.appending(path: file).text()
      try exercise.folder.appending(path: file).writeIfChanged(text + "\n")
      #expect(try changed(copy) == ["\(exercise.path)/\(file)"])
      #expect(try changed(copy, of: 1) == [])
    }
  }

  @Test func `refuse a changed source in words that say how to get it back, and that way does it`() async throws {
    try await withCopyOfExercises { copy in
      let exercise = try exercise(3, in: copy)
      let given = exercise.sources.appending(path: "Given.swift")
      try exercise.solutionFolder.appending(path: "Given.swift").writeIfChanged("// Given.\n")
      try given.writeIfChanged("// Given.\n")
      try copy.renewChecksums()
      try given.writeIfChanged("// Mine.\n")
      let runner = TestRunner(package: copy.exercises, kit: copy.folder, buildFolder: copy.folder)
      let verdict = try await Checker(ExercisePackage(copy.exercises), runner: runner).check(exercise)
      let path = "Exercises/\(exercise.path)/Sources/Given.swift"
      #expect(
        VerdictText(exercise, for: .plain).reason(verdict)
          == "\(path) was changed, and is no part of the task. Put it back by `git checkout -- \(path)`; or begin anew by "
          + "`swift run kit reset 03`, which keeps a copy of what you wrote.")
      try WorkCopies(copy.folder.appending(path: "work")).reset(exercise)
      #expect(try changed(copy) == [])
    }
  }

  // MARK: -

  private func exercise(_ number: Int, in copy: ExercisesCopy) throws -> Exercise {
    try #require(ExercisePackage(copy.exercises).exercise(number))
  }

  private func changed(_ copy: ExercisesCopy, of number: Int = 3) throws -> [String] {
    let package = try ExercisePackage(copy.exercises)
    return try Checksums(readFrom: package).changedFiles(of: #require(package.exercise(number)), in: package)
  }

  private func write(_ text: String, to paths: [String], in copy: ExercisesCopy) throws {
    for path in paths { try copy.exercises.appending(path: path).writeIfChanged(text) }
  }
}
