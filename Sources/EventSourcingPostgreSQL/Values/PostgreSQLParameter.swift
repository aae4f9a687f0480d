import Foundation

/// A parameter of one of the recorder's own statements; the statement's casts tell its type.
enum PostgreSQLParameter {
  case int(Int)
  case optionalInt(Int?)
  case text(String)
  case optionalText(String?)
  case uuid(UUID)
  case optionalUUID(UUID?)
  case data(Data)
  case flag(Bool)
  case smallInts([Int16])
  case ints([Int])
  case texts([String])
  case optionalTexts([String?])
  case uuids([UUID])
  case datas([Data])
}
