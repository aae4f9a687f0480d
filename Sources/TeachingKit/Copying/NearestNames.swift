/// The names that somebody may have meant who gave another.
package func nearestNames(to name: String, among names: some Sequence<String>, limit: Int = 3) -> [String] {
  let wanted = name.lowercased()
  let ranked = names.compactMap { candidate -> (name: String, distance: Int)? in
    let other = candidate.lowercased()
    let isPart = wanted.count >= 3 && (other.contains(wanted) || wanted.contains(other))
    let distance = editDistance(wanted, other)
    guard isPart || distance <= max(wanted.count > 3 ? 2 : 1, wanted.count / 3) else { return nil }
    return (candidate, distance)
  }
  return ranked.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(limit).map(\.name)
}

/// How many letters must be put in, taken out or replaced to make the one of the other (Levenshtein).
private func editDistance(_ first: String, _ second: String) -> Int {
  let second = Array(second)
  var row = Array(0...second.count)
  for (index, letter) in first.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for (column, other) in second.enumerated() {
      let replaced = diagonal + (letter == other ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
    }
  }
  return row[second.count]
}
