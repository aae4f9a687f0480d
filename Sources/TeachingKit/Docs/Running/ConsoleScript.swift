/// A fence that shows commands, each with what it prints.
struct ConsoleScript: Equatable {
  struct Step: Equatable {
    /// The lines of the command as shown, the first beginning with `$ `.
    ///
    /// A line that ends with `\` goes on in the next.
    var commandLines: [String]

    /// What is shown as printed.
    var output: [String]

    /// What a shell is to run.
    var command: String { commandLines.joined(separator: "\n").dropFirst(2).description }
  }

  let steps: [Step]

  /// - Returns: `nil` if the first line is not a command.
  init?(_ lines: [String]) {
    guard lines.first?.hasPrefix("$ ") == true else { return nil }
    var steps: [Step] = []
    for line in lines {
      if line.hasPrefix("$ ") {
        steps.append(Step(commandLines: [line], output: []))
      } else if let last = steps.indices.last {
        if steps[last].output.isEmpty, steps[last].commandLines.last?.hasSuffix("\\") == true {
          steps[last].commandLines.append(line)
        } else {
          steps[last].output.append(line)
        }
      }
    }
    // An empty line before the next command is there for the eye.
    self.steps = steps
  }
}
