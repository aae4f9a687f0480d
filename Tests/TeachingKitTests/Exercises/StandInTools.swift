import Foundation
import TeachingKit

/// A folder for the `PATH` with programs in place of the toolchain's, which answer at once and build nothing.
///
/// By its `swift test`, an exercise is green if its sources begin with its solution's, and else its first test is red.
/// That the real one answers so is for the tests that build to show.
struct StandInTools {
  private let folder: URL

  init(in folder: URL, for exercises: [Exercise] = []) throws {
    self.folder = folder
    for exercise in exercises {
      let answers = folder.appending(path: exercise.label)
      try answers.appending(path: "solved").makeFiles(Solution(of: exercise).solved)
      let names = (1...exercise.info.tests).map { "test \($0)" }
      let failing = [names[0]: Self.failure]
      let module = "\(exercise.module)Tests"
      try answers.appending(path: "green").writeIfChanged(RunStream.text(module: module, names: names))
      try answers.appending(path: "red").writeIfChanged(RunStream.text(module: module, names: names, failing: failing))
    }
    try set("version", "Swift version 6.3.1 (swift-6.3.1-RELEASE)\n")
    try add("swift", Self.swift)
    try add("pkg-config", "! grep -qx \"$2\" \"$here/missing\" 2>/dev/null")
  }

  /// Longer than any terminal is wide.
  static let failure = "Expectation failed: " + (1...40).map { "the \($0)th" }.joined(separator: " ")

  /// Where only these are found, and those that are always there.
  var environment: [String: String] { ["PATH": folder.path] }

  /// What a program answers; `hook` is run by `swift test` before it does.
  func set(_ file: String, _ text: String) throws {
    try folder.appending(path: file).writeIfChanged(text)
  }

  func remove(_ program: String) throws {
    try FileManager.default.removeItem(at: folder.appending(path: program))
  }

  /// The exercises whose tests were run, in order.
  var runs: [String] {
    ((try? folder.appending(path: "runs").text()) ?? "").split(separator: "\n").map(String.init)
  }

  private func add(_ name: String, _ script: String) throws {
    let file = folder.appending(path: name)
    try file.writeIfChanged("#!/bin/sh\nhere=${0%/*}\nPATH=/usr/bin:/bin\n\(script)\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  private static let swift = """
    case $1 in
      --version) exec cat "$here/version" ;;
      build)
        [ -e "$here/errors" ] || exit 0
        cat "$here/errors"
        exit 1
        ;;
    esac
    while [ $# -gt 0 ]; do
      case $1 in
        --package-path) package=$2 ;;
        --event-stream-output-path) stream=$2 ;;
      esac
      shift
    done
    echo "$EXERCISE" >>"$here/runs"
    [ ! -e "$here/hook" ] || . "$here/hook"
    answer=green
    for file in "$here/$EXERCISE/solved"/*; do
      mine=$(echo "$package"/Step*/"$EXERCISE"-*/Sources/"${file##*/}")
      head -c "$(wc -c <"$file")" "$mine" | cmp -s - "$file" || answer=red
    done
    [ ! -e "$here/meanwhile" ] || . "$here/meanwhile"
    [ ! -e "$here/endless" ] || exec sleep 600
    [ ! -e "$here/slow" ] || sleep 0.05
    cp "$here/$EXERCISE/$answer" "$stream"
    """
}

extension ExercisesCopy {
  /// Programs in place of the toolchain's, for the exercises of this copy.
  func standInTools() throws -> StandInTools {
    try StandInTools(in: folder.appending(path: "tools"), for: ExercisePackage(exercises).exercises)
  }

  var progress: ProgressFile { ProgressFile(folder.appending(path: ".kit/state.json")) }

  /// Where copies of what a learner has written are kept, a folder an exercise.
  var keptWork: URL { folder.appending(path: ".kit").appending(path: "work") }

  /// Runs the command `kit` to its end, without a terminal.
  func kit(_ arguments: String..., with tools: StandInTools? = nil, typing lines: String? = nil) async throws
    -> Command.Result
  {
    let environment = (tools?.environment ?? [:]).mapValues { String?.some($0) }
    guard let lines else {
      return try await Command([kitProduct] + arguments, in: folder, environment: environment).run()
    }
    return try await Command(
      ["/bin/sh", "-c", "printf '%b' \"$0\" | \"$@\"", lines, kitProduct] + arguments, in: folder,
      environment: environment
    ).run()
  }
}
