import ProcessSupport

/// Appends an item to a database in a process that works in a folder: only so can a name begin with what is not a
/// folder's, and leave nothing among the sources.
///
/// - Returns: The notification id that it got.
func appended(to file: String, in folder: String) async throws -> String? {
  try await withChild("sqlite-worker", ["answer", file], in: folder) { child in
    _ = await child.nextLine()
    child.writeLine("")
    let answer = await child.nextLine()
    child.closeInput()
    _ = await child.ended()
    return answer
  }
}
