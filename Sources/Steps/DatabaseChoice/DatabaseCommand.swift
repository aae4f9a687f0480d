public import ArgumentParser

/// A program that takes `--database`, and does not repeat an address that was given without it.
///
/// The parser would say the word that it does not expect, and the password that may be in it.
public protocol DatabaseCommand: AsyncParsableCommand {}

extension DatabaseCommand {
  // Concurrent as the parser's own is: else that one would be taken.
  @concurrent public static func main() async {
    let words = CommandLine.arguments.dropFirst()
    let stray = zip([""] + words, words).first { before, word in
      before != "--database" && (word.hasPrefix("postgres") || word.hasPrefix("sqlite:"))
    }
    guard stray == nil else {
      exit(
        withError: ValidationError("\(UnreadableAddress(reason: "The address of a database comes after --database."))"))
    }
    await main(nil)
  }
}
