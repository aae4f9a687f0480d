public import ArgumentParser
public import Foundation

extension UUID: @retroactive ExpressibleByArgument {
  public init?(argument: String) {
    self.init(uuidString: argument)
  }
}
