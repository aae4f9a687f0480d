import DatabaseChoice
import EventSourcingSQLite
import Testing

@Suite("The address of a database")
struct DatabaseAddressTests {
  private static let secret = "s3cret"

  @Test(arguments: [
    ("sqlite::memory:", DatabaseAddress.sqlite(.memory)),
    ("sqlite:demo.sqlite", .sqlite(.file("demo.sqlite"))),
    ("sqlite:/var/data/a b:c.sqlite", .sqlite(.file("/var/data/a b:c.sqlite"))),
    ("postgresql://shop@db.example.com/shop", .postgreSQL("postgresql://shop@db.example.com/shop")),
    ("postgres://h1,h2/shop?sslmode=require", .postgreSQL("postgres://h1,h2/shop?sslmode=require")),
    ("postgresql://", .postgreSQL("postgresql://")),
    ("postgresql:host=/run/db dbname='my shop'", .postgreSQL("host=/run/db dbname='my shop'")),
  ])
  func `names a backend, and what the backend takes`(_ text: String, _ address: DatabaseAddress) throws {
    #expect(try DatabaseAddress(text) == address)
  }

  @Test(arguments: [
    "", "sqlite", "sqlite:", "sqlite::memory", "sqlite:///demo.sqlite", "sqlite:a\u{0}b", "SQLite:demo.sqlite",
    "demo.sqlite", "postgresql", "postgresql:", "postgresql:shop", "postgresql:/shop",
    "postgrse://shop:\(secret)@localhost/shop", "postgresql//shop:\(secret)@localhost/shop",
    "mysql://shop:\(secret)@localhost/shop", "host=localhost password=\(secret)",
    "postgresql://shop:\(secret)%zz@localhost/shop", "postgresql:hots=localhost password=\(secret)",
  ])
  func `is refused with what would be one, if it names none`(_ text: String) throws {
    let error = try #require(throws: UnreadableAddress.self) { try DatabaseAddress(text) }
    for accepted in ["sqlite:FILE", "sqlite::memory:", "postgresql://", "postgresql:host="] {
      #expect(error.description.contains("\n  \(accepted)"))
    }
    for shown in [error.description, String(reflecting: error)] { #expect(!shown.contains(Self.secret)) }
  }

  @Test func `does not show a password`() throws {
    let address = try DatabaseAddress("postgresql://shop:\(Self.secret)@localhost/shop")
    var dumped = ""
    dump(address, to: &dumped)
    for shown in [address.description, "\([address])", String(reflecting: address), dumped] {
      #expect(!shown.contains(Self.secret))
    }
  }
}
