import ArgumentParser
import Foundation

@main
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Benchmarks",
    abstract: "Measures the recorders against loops in C that do the least there is to do.",
    discussion: """
      The two that are compared take turns, round by round; shown are the medians of all rounds, and of the ratios \
      within each round. Nothing else should run on the machine meanwhile.
      """,
    subcommands: [ReplayOnce.self, AppendPaced.self, ProjectOnce.self])

  @Flag(help: "Only list the names of the measurements.")
  var list = false

  @Option(parsing: .upToNextOption, help: "Measure only these.")
  var only: [String] = []

  @Option(help: "How often the two that are compared take turns.")
  var rounds = 7

  @Flag(help: "Take the time for a table of ten million events instead of one million; it needs 5 GB on the disk.")
  var large = false

  @Option(help: ArgumentHelp("The folder for the results and, meanwhile, for databases.", valueName: "folder"))
  var output = ".build/benchmarks"

  @Option(
    help: ArgumentHelp(
      "A server to measure on, in schemas of its own (default: EVENTSOURCING_POSTGRESQL in the environment).",
      valueName: "connection"))
  var postgresql: String?

  @Flag(help: "Leave PostgreSQL out.")
  var withoutPostgresql = false

  func validate() throws {
    guard rounds > 0 else { throw ValidationError("There has to be at least one round.") }
    for name in only where !Benchmark.all.contains(where: { $0.work.name == name }) {
      throw ValidationError("There is no measurement “\(name)”: --list shows all.")
    }
  }

  func run() async throws {
    let benchmarks = Benchmark.all.filter { benchmark in
      (only.isEmpty || only.contains(benchmark.work.name)) && !(benchmark.needsPostgreSQL && withoutPostgresql)
    }
    guard !list else { return print(benchmarks.map(\.work.name).joined(separator: "\n")) }
    let server = postgresql ?? ProcessInfo.processInfo.environment["EVENTSOURCING_POSTGRESQL"] ?? ""
    guard !server.isEmpty || !benchmarks.contains(where: \.needsPostgreSQL) else { throw NoServer() }
    let session = Session(
      folder: output, server: withoutPostgresql || server.isEmpty ? nil : server, rounds: rounds, isLarge: large,
      progress: { Progress.show($0) })

    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    let machine = try await Machine.this(session)
    var measurements: [Measurement] = []
    for benchmark in benchmarks {
      measurements.append(try await benchmark.measure(benchmark.work, session))
    }
    let report = Report(
      date: Date.now.formatted(.iso8601), machine: machine, rounds: rounds, measurements: measurements)
    print(report.table)
    if let warning = machine.warning { print(warning) }
    try report.write(to: output)
  }
}

/// Tells on standard error how far things are, so that standard output has the results alone.
enum Progress {
  static func show(_ line: String) {
    FileHandle.standardError.write(Data("\(line)\n".utf8))
  }
}
