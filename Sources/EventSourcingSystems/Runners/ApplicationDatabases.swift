/// Where the databases of a system's applications are, as whoever starts a program says it: one for all, or one for
/// some.
///
///     let databases = try ApplicationDatabases(environment: ProcessInfo.processInfo.environment, of: shop)
///     let runner = try await ConcurrentRunner(shop) { name in try await open(databases.address(of: name), for: name) }
///
/// The variable `EVENTSOURCING_DATABASE` has the address for all applications, and `EVENTSOURCING_DATABASE_PAYMENTS`
/// the one of “payments”. What an address means, and what is opened once for those who share one, the program says.
///
/// An address may hold a password, so a description has none.
public struct ApplicationDatabases: Hashable, Sendable {
  private let all: String?
  private let each: [String: String]

  /// - Parameters:
  ///   - all: The address for all applications that have none of their own.
  ///   - each: Addresses of single applications, by their names.
  ///   - system: The applications.
  /// - Throws: `InvalidDatabases`.
  public init(_ all: String?, each: [String: String] = [:], of system: System) throws(InvalidDatabases) {
    for name in each.keys.sorted() where system.application(name) == nil { throw .unknownApplication(name) }
    for name in system.applications.map(\.name) where all == nil && each[name] == nil { throw .noAddress(name) }
    self.all = all
    self.each = each
  }

  /// Reads the addresses from environment variables.
  ///
  /// The name of an application is in a variable's with capitals for small letters, and with `_` for what is no letter
  /// or digit of ASCII.
  ///
  /// - Parameters:
  ///   - environment: The variables; those that do not begin with the prefix are passed over.
  ///   - prefix: The variable for all applications, and what the others begin with.
  ///   - system: The applications.
  /// - Throws: `InvalidDatabases`.
  public init(
    environment: [String: String], prefix: String = "EVENTSOURCING_DATABASE", of system: System
  ) throws(InvalidDatabases) {
    var applications: [String: String] = [:]
    for name in system.applications.map(\.name) {
      let variable = Self.variable(of: name, prefix)
      if let other = applications[variable] { throw .sameVariable(variable, other, name) }
      applications[variable] = name
    }
    var all: String?
    var each: [String: String] = [:]
    for (variable, address) in environment.sorted(by: { $0.key < $1.key }) {
      guard variable == prefix || variable.hasPrefix("\(prefix)_") else { continue }
      guard !address.isEmpty else { throw .emptyVariable(variable) }
      if variable == prefix {
        all = address
      } else if let name = applications[variable] {
        each[name] = address
      } else {
        throw .unknownVariable(variable, known: [prefix] + applications.keys.sorted())
      }
    }
    try self.init(all, each: each, of: system)
  }

  /// The address of an application's database.
  ///
  /// - Throws: `InvalidDatabases.unknownApplication` if it is none of the system.
  public func address(of application: String) throws(InvalidDatabases) -> String {
    guard let address = each[application] ?? all else { throw .unknownApplication(application) }
    return address
  }

  private static func variable(of application: String, _ prefix: String) -> String {
    let bytes = application.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
      default: UInt8(ascii: "_")
      }
    }
    return "\(prefix)_\(String(decoding: bytes, as: UTF8.self))"
  }
}

extension ApplicationDatabases: CustomStringConvertible, CustomReflectable {
  public var description: String {
    "Databases: \(all == nil ? "none" : "one") for all, and \(each.count) for single applications"
  }

  public var customMirror: Mirror { Mirror(self, children: []) }
}
