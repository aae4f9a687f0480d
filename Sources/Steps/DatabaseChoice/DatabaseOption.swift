public import ArgumentParser

/// The option `--database`, which says where a program keeps its data.
public struct DatabaseOption: ParsableArguments {
  // Not an option of type `DatabaseAddress`: what the parser says of a value that cannot be read has the value in it.
  @Option(
    name: .customLong("database"),
    help: ArgumentHelp(
      "Where the data is kept: sqlite:FILE, sqlite::memory: or postgresql://USER@HOST/DATABASE.", valueName: "database"
    ))
  private var text: String?

  public init() {}

  /// The address that was given, if one was.
  public var address: DatabaseAddress? {
    get throws { try text.map { text throws(UnreadableAddress) in try DatabaseAddress(text) } }
  }

  public func validate() throws {
    do {
      _ = try address
    } catch {
      throw ValidationError("--database: \(error)")
    }
  }
}
