/// A name as SQL takes it, whatever it contains.
///
/// It goes over bytes: to Swift, a quote with a combining mark behind it is one character, and not a quote.
func quoted(_ name: String) -> String {
  let quote = UInt8(ascii: "\"")
  var bytes = [quote]
  for byte in name.utf8 {
    if byte == quote { bytes.append(quote) }
    bytes.append(byte)
  }
  bytes.append(quote)
  return String(decoding: bytes, as: UTF8.self)
}
