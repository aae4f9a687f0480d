import ArgumentParser
import Foundation
import TeachingKit

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Checks the exercises themselves: for those who write them.",
    discussion: """
      Stubs are what their solutions make them; each exercise is red as shipped and green when solved, refuses each \
      wrong answer, and can be checked while no other compiles.

      Example: swift run kit verify --write 03
      """)

  @Flag(help: "Renew what is generated: stubs, checksums, and the list in the manifest.")
  var write = false

  @Flag(help: "Compare files only, and build nothing.")
  var files = false

  @Argument(help: "The numbers of the exercises to build; all, and what only looks like a pass, unless given.")
  var numbers: [Int] = []

  func run() async throws {
    let kit = try PackageFolder()
    let course = try Course(in: kit)
    let exercises = course.exercises
    for number in numbers { _ = try course.exercise(number) }
    var fileCheck = FileVerification(
      of: exercises, hasLearner: course.progress.exists, renewingWith: write ? course.copies : nil)
    var solutions = try fileCheck.run()
    for path in fileCheck.written { print("Written: \(path)") }
    for exercise in fileCheck.workedOn {
      print("\(exercise.label) \(exercise.info.title): you have worked on it; verified is what it was at first.")
    }
    if !numbers.isEmpty { solutions = solutions.filter { numbers.contains($0.key) } }
    var scores: [Int: Score] = [:]
    var waits: [Duration] = []
    var falsePasses: [FalsePasses.Attempt] = []
    var findings = fileCheck.findings
    if !files {
      let (folder, buildFolder) = (kit.appending(".build/verify/Exercises"), kit.appending(".build"))
      let say = { (text: String) in FileHandle.standardError.write(Data("\(text)\n".utf8)) }
      let start = ContinuousClock.now
      var rounds = Rounds(
        of: exercises, solutions, in: folder, kit: kit.url, buildFolder: buildFolder
      ) { say("\($0) …") }
      try await rounds.run()
      scores = rounds.scores
      waits = rounds.waits
      findings.add(rounds.findings)
      // These try the check itself, whichever exercises are asked for.
      if numbers.isEmpty {
        var attempts = FalsePasses(
          of: exercises, exercises.exercises.filter { solutions[$0.number] != nil }, in: folder, kit: kit.url,
          buildFolder: buildFolder
        ) { say("\($0) …") }
        try await attempts.run()
        falsePasses = attempts.attempts
        findings.add(attempts.findings)
      }
      say("Built and run in \((ContinuousClock.now - start).components.seconds) seconds.")
    }
    let verification = Verification(
      exercises, scores: scores, waits: waits, falsePasses: falsePasses, findings: findings)
    if !files { print(verification.table) }
    if !files, !numbers.isEmpty { print("False passes: not tried, as they are only when no number is given") }
    for finding in verification.findings.all { print("✗ \(finding)") }
    guard verification.isGood else { throw ExitCode(1) }
    print("All is well.")
  }
}
