/// Into how many partitions the work of each application is divided that follows others.
///
///     let runner = try await ConcurrentRunner(shop, partitions: ["payments": 4])
///
/// A partition is one of so many equal shares, by sequence: all of one aggregate is dealt with in order, and by one of
/// them. All programs that run the system are given the same numbers. They are recorded with the first notification,
/// and `System.divide(_:into:recorder:)` changes them then.
public struct Partitions: Hashable, Sendable {
  /// The largest number for one application.
  public static let most = 1_024

  private let all: Int
  private let each: [String: Int]

  /// The same number for all applications.
  public init(ofEach count: Int) {
    all = count
    each = [:]
  }

  /// A number for some applications, by their names, and one partition for all others.
  public init(_ each: [String: Int]) {
    all = 1
    self.each = each
  }

  /// Into how many the work of an application is divided.
  public func count(of application: String) -> Int {
    each[application] ?? all
  }

  /// - Throws: `InvalidPartitions`, `UnknownApplication`.
  func check(for system: System) throws {
    for name in each.keys.sorted() where system.application(name) == nil {
      throw UnknownApplication(name: name, known: system.applications.map(\.name))
    }
    for application in system.applications {
      try InvalidPartitions.check(count(of: application.name), application: application.name)
    }
  }
}

extension Partitions: ExpressibleByIntegerLiteral, ExpressibleByDictionaryLiteral {
  /// The same number for all applications.
  public init(integerLiteral count: Int) {
    self.init(ofEach: count)
  }

  /// A number for some applications; of two for one name the later one holds.
  public init(dictionaryLiteral elements: (String, Int)...) {
    self.init(Dictionary(elements) { $1 })
  }
}

/// The work of an application cannot be divided into so many partitions: there are 1 to 1 024.
public struct InvalidPartitions: Error, Hashable, CustomStringConvertible {
  public let application: String
  public let partitions: Int

  public init(application: String, partitions: Int) {
    self.application = application
    self.partitions = partitions
  }

  public var description: String {
    "The work of “\(application)” cannot be divided into \(partitions) partitions: there are 1 to \(Partitions.most)."
  }

  static func check(_ partitions: Int, application: String) throws(InvalidPartitions) {
    guard (1...Partitions.most).contains(partitions) else {
      throw InvalidPartitions(application: application, partitions: partitions)
    }
  }
}
