/// A lock on the making of a schema and of what is in it, held until the transaction ends.
///
/// Everything that is made in a schema is made under the same one: of two who find no schema both would make it, and one
/// would fail, whatever each is to put there.
enum SchemaLock {
  static func statement(for schema: String) -> String {
    // Any numbers will do if nobody else uses them: these begin with the first letters of “EventSourcing”.
    let number = "x'4576656e00000000'::int8 | (pg_catalog.hashtext(\(literal(schema)))::int8 & x'ffffffff'::int8)"
    return "SELECT pg_catalog.pg_advisory_xact_lock(\(number))"
  }
}
