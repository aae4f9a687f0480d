package import Foundation

/// Runs the commands that a page shows, in a folder of the page's own.
///
/// Each command is a shell of its own; what stays between them is the folder, also after `cd`. `swift run X` and
/// `swift run -q X` run the executable that is already built.
package struct ConsoleSession {
  private let programs: URL
  private let top: URL
  private let folder: URL
  private var text = VaryingText()

  /// - Parameters:
  ///   - programs: The folder with the executables.
  ///   - folder: A folder of the session's own.
  /// - Throws: What Foundation throws if nothing can be written there.
  package init(programs: URL, folder: URL) throws {
    self.programs = programs
    top = folder
    self.folder = folder.appending(path: "page")
    let tools = folder.appending(path: "tools")
    for new in [self.folder, tools] {
      try FileManager.default.createDirectory(at: new, withIntermediateDirectories: true)
    }
    let swift = tools.appending(path: "swift")
    try Self.standIn.write(to: swift, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: swift.path)
    try self.folder.path.write(to: top.appending(path: "place"), atomically: true, encoding: .utf8)
  }

  /// Runs what a fence shows.
  ///
  /// - Returns: The fence's lines as they should be: those shown, where nothing else was printed.
  /// - Throws: `NotRun`; what Foundation throws if no shell can be started.
  package mutating func run(_ lines: [String]) async throws -> [String] {
    guard let script = ConsoleScript(lines) else {
      throw NotRun(line: 0, text: "A console fence begins with a command: a line with “$ ” before it.")
    }
    var renewed: [String] = []
    for step in script.steps {
      let result = try await run(text.command(step.command))
      var printed = result.outputText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if printed.last?.isEmpty == true { printed.removeLast() }
      if result.status != 0, printed.isEmpty {
        throw NotRun(
          line: renewed.count, text: "This command prints nothing and fails (status \(result.status)): \(step.command)")
      }
      renewed += step.commandLines
      let isRight = text.matches(shown: step.output, printed: printed)
      renewed += isRight ? step.output : text.renewed(shown: step.output, printed: printed)
    }
    return renewed
  }

  /// Why a command could not be run.
  package struct NotRun: Error, Equatable {
    /// In the fence, counted from 0.
    package let line: Int
    package let text: String
  }

  private func run(_ command: String) async throws -> Command.Result {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let environment: [String: String?] = [
      "PATH": "\(top.appending(path: "tools").path):\(path)", "KIT_PROGRAMS": programs.path,
      "KIT_PATH": path, "KIT_PLACE": top.appending(path: "place").path, "KIT_COMMAND": command, "NO_COLOR": "1",
      "TERM": "dumb",
    ]
    return try await Command(["sh", "-c", Self.shell], in: folder, environment: environment).run()
  }

  /// Output and errors go the same way, as in a terminal.
  private static let shell = """
    exec 2>&1
    cd "$(cat "$KIT_PLACE")" || exit
    trap 'pwd > "$KIT_PLACE"' EXIT
    eval "$KIT_COMMAND"
    """

  private static let standIn = """
    #!/bin/sh
    if [ "$1" != run ]; then
      echo "A console fence can only use 'swift run', not 'swift $1'. See 'kit docs --help'." >&2
      exit 64
    fi
    shift
    while [ "$1" = -q ] || [ "$1" = --quiet ]; do shift; done
    program=$1
    shift
    if [ ! -x "$KIT_PROGRAMS/$program" ]; then
      echo "error: no executable product named '$program'" >&2
      exit 1
    fi
    # A program that calls Swift itself gets the real one.
    PATH="$KIT_PATH" exec "$KIT_PROGRAMS/$program" "$@"
    """
}
