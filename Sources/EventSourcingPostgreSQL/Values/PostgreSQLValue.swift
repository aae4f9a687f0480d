import Foundation

/// A parameter of a statement; the statement's casts tell its type.
enum PostgreSQLValue {
  case int(Int)
  case text(String)
  case uuid(UUID)
  case data(Data)
  case flag(Bool)
  case flags([Bool])
  case ints([Int])
  case texts([String])
  case uuids([UUID])
  case datas([Data])
}
