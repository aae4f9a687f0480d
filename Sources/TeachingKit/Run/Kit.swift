import ArgumentParser

@main
struct Kit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kit", abstract: "Learn event sourcing with this package.",
    subcommands: [
      LearnCommand.self, CheckCommand.self, HintCommand.self, SolutionCommand.self, ListCommand.self, ResetCommand.self,
      VerifyCommand.self, DoctorCommand.self, CopyCommand.self, CopyCheckCommand.self, DocsCommand.self,
      SiteCommand.self,
    ])
}
