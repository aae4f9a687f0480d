/// A version, compared number by number: 5.10 comes after 5.9, and 6.2 is 6.2.0.
struct Version: Comparable {
  private let numbers: [Int]

  init(_ text: String) {
    var numbers = text.split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 }
    while numbers.last == 0 { numbers.removeLast() }
    self.numbers = numbers
  }

  static func < (first: Version, second: Version) -> Bool {
    first.numbers.lexicographicallyPrecedes(second.numbers)
  }
}
