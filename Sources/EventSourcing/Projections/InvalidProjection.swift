/// A projection, or what it is used with, cannot be as it was given: change it in the code.
public enum InvalidProjection: Error, Hashable {
  /// The name is empty, longer than 32 bytes, or has a `$` or a NUL, which the names of tables need for themselves.
  case name(String)

  /// Versions count from 1.
  case impossibleVersion(Int)

  /// The projection has another name than the view that is to hold it.
  case otherName(projection: String, view: String)

  /// A log has no name, or one of more than 2 000 bytes or with a NUL, or two have the same.
  case upstream(String)

  /// A projector was given no log, so it would have nothing to do.
  case noLogs(projection: String)

  /// The name of a table is empty, has a NUL, or is longer than the 63 bytes that PostgreSQL keeps of a name; with the
  /// projection's name, and room for the numbers of later versions and generations.
  case table(String)

  /// The names of two projections differ in the capitals of ASCII letters alone, and so the names of their tables would be
  /// the same in SQLite.
  case equalButForCapitals(projection: String, other: String)
}

extension InvalidProjection {
  private static let longestName = 32
  private static let longestTable = 63

  package static func check(name: String) throws(InvalidProjection) {
    let bytes = name.utf8
    guard !bytes.isEmpty, bytes.count <= longestName, !bytes.contains(0), !bytes.contains(UInt8(ascii: "$")) else {
      throw .name(name)
    }
  }

  /// - Parameters:
  ///   - table: What the projection calls it.
  ///   - bytes: The length of what it is called in the database, with the longest numbers that it is to have there.
  static func check(table: String, bytes: Int) throws(InvalidProjection) {
    guard !table.isEmpty, !table.utf8.contains(0), bytes <= longestTable else { throw .table(table) }
  }
}

extension InvalidProjection: CustomStringConvertible {
  public var description: String {
    switch self {
    case .name(let name):
      "A projection cannot be named “\(name.prefix(40))”: a name has 1 to \(Self.longestName) bytes, without a “$” and a NUL."
    case .impossibleVersion(let version): "A projection cannot have the version \(version): versions count from 1."
    case .otherName(let projection, let view):
      "The projection “\(projection)” cannot be kept in the view of “\(view)”: give both the same name."
    case .upstream(let name):
      "A projection cannot follow a log named “\(name.prefix(40))”: each needs a name of its own, of 1 to 2000 bytes "
        + "without a NUL."
    case .noLogs(let projection): "The projector of “\(projection)” was given no log: name those that it is made of."
    case .table(let name):
      "A view cannot have a table named “\(name.prefix(70))”: with the projection's name, and room for the numbers of later "
        + "versions and generations, it has more than \(Self.longestTable) bytes, or it is empty or has a NUL."
    case .equalButForCapitals(let projection, let other):
      "The projection “\(projection)” cannot be kept beside “\(other)”: to SQLite the names of their tables are the same. "
        + "Give one another name."
    }
  }
}

extension InvalidProjection: SayableError {}
