/// A fence with what it is bound to.
package struct BoundFence: Equatable, Sendable {
  package let fence: Fence
  package let binding: Binding

  /// The bound fences of a page, and what is wrong with how its fences are bound.
  package static func all(on page: MarkdownPage) -> (bound: [BoundFence], problems: [Problem]) {
    var bound: [BoundFence] = []
    var problems: [Problem] = []
    for fence in page.fences {
      do throws(Binding.Malformed) {
        let binding = try fence.comment.flatMapBinding()
        if let text = Self.problem(with: fence, binding) {
          problems.append(Problem(page.path, fence.line, text))
        } else if let binding {
          bound.append(BoundFence(fence: fence, binding: binding))
        }
      } catch {
        problems.append(Problem(page.path, fence.comment?.line ?? fence.line, error.description))
      }
    }
    return (bound, problems + dangling(on: page))
  }

  private static func problem(with fence: Fence, _ binding: Binding?) -> String? {
    let help = "`swift run kit docs --help` tells how."
    switch (fence.language, binding) {
    case ("", _): return "Say after the backticks what this fence holds: swift, console, text …"
    case ("swift", nil): return "This Swift is not checked. Bind it to compiled source by a comment before it. \(help)"
    case ("console", nil): return "These commands are not run. Put <!-- console --> before them. \(help)"
    case ("text", nil):
      return "This text is not checked. Bind it to a program's output, or say why not: <!-- text: by hand, REASON -->"
    case ("swift", .code), ("swift", .fails), ("console", .console): return nil
    case (let language, .byHand(let expected)) where language == expected: return nil
    case ("swift", _?), (_, .fails), (_, .console), (_, .byHand):
      return "The comment before it is not for a fence of “\(fence.language)”. \(help)"
    default: return nil
    }
  }

  private static func dangling(on page: MarkdownPage) -> [Problem] {
    let used = page.fences.compactMap(\.comment)
    return page.comments.filter { !used.contains($0) }.compactMap { comment in
      guard (try? Binding(comment: comment.text)) != nil else { return nil }
      return Problem(page.path, comment.line, "This comment binds nothing: put it directly before a fence.")
    }
  }
}

extension MarkdownComment? {
  fileprivate func flatMapBinding() throws(Binding.Malformed) -> Binding? {
    guard let self else { return nil }
    return try Binding(comment: self.text)
  }
}
