/// Applications in a row, each of which follows the one before it.
///
///     orders | reservations | orders
public struct Pipe: Sendable {
  let applications: [ProcessApplication]

  /// A row, and an application that follows its last one.
  public static func | (row: Pipe, follower: ProcessApplication) -> Pipe {
    Pipe(applications: row.applications + [follower])
  }
}

extension ProcessApplication {
  /// An application, and one that follows it.
  public static func | (upstream: ProcessApplication, follower: ProcessApplication) -> Pipe {
    Pipe(applications: [upstream, follower])
  }
}
