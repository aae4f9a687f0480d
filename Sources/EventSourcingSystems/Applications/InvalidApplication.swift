import EventSourcing

/// A process application cannot be made like this: the code has to be changed.
public enum InvalidApplication: Error, Hashable {
  /// The name is empty, is longer than 100 bytes, or has a `#` or a NUL in it.
  case name(String)
}

extension InvalidApplication: CustomStringConvertible {
  public var description: String {
    switch self {
    case .name(let name):
      "An application cannot be named “\(name)”: a name has 1 to 100 bytes, and no # and no NUL in it."
    }
  }

  static func check(name: String) throws(InvalidApplication) {
    // A position of a partition is kept under the name, a # and which partition it is.
    guard !name.isEmpty, name.utf8.count <= 100, !name.utf8.contains(UInt8(ascii: "#")), !name.utf8.contains(0) else {
      throw .name(name)
    }
  }
}
