import Foundation
import Story

/// Runs the naive version of a step and shows how it goes wrong, as in `swift run traps 3`.
///
/// It ends with an error if the trap does not go wrong as its page tells.
@main
enum Run {
  private static let traps: [String: any Trap.Type] = [
    "1": Trap1.self,
    "2": Trap2.self,
    "3": Trap3.self,
    "4": Trap4.self,
    "5": Trap5.self,
    "6": Trap6.self,
    "7": Trap7.self,
    "8": Trap8.self,
    "9": Trap9.self,
    "10": Trap10.self,
    "11": Trap11.self,
    "12": Trap12.self,
    "13": Trap13.self,
    "minimal": TrapMinimal.self,
  ]

  static func main() async {
    guard let step = CommandLine.arguments.dropFirst().first, let trap = traps[step] else {
      let known = traps.keys.sorted().joined(separator: ", ")
      end("Say which step's trap to run: \(known). For example: swift run traps 3", status: 64)
    }
    print("Trap \(step) · \(trap.title)")
    do {
      try await trap.spring(Story())
    } catch {
      end("\(error)", status: 1)
    }
  }

  private static func end(_ reason: String, status: Int32) -> Never {
    FileHandle.standardError.write(Data((reason + "\n").utf8))
    exit(status)
  }
}
