public import EventSourcingPostgreSQL
public import EventSourcingSQLite

/// The open database that a table is in, for what is to be beside it.
public enum TablePlace: Sendable {
  case sqlite(SQLiteDatabase)
  case postgreSQL(PostgreSQLDatabase, schema: String)
}
