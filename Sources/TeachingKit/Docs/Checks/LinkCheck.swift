package import Foundation

/// Checks that what pages link to is there: files, folders, and anchors in pages.
///
/// Addresses on the web are not tried.
package struct LinkCheck {
  private let folder: URL
  private var anchors: [String: Set<String>] = [:]

  /// - Parameter folder: The top of the repository.
  package init(folder: URL) {
    self.folder = folder.standardizedFileURL
  }

  /// The dead links of a page.
  package mutating func problems(in page: MarkdownPage) -> [Problem] {
    var problems = page.undefinedReferences
    for link in page.links {
      if let text = problem(with: link.target, on: page) { problems.append(Problem(page.path, link.line, text)) }
    }
    return problems
  }

  /// Why a link's target, as written on a page, is not there; `nil` if it is.
  mutating func problem(with target: String, on page: MarkdownPage) -> String? {
    if target.isEmpty { return "This link has no target." }
    if target.starts(with: /[a-z][a-z0-9+.-]*:/) || target.hasPrefix("//") { return nil }
    let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let anchor = parts.count == 2 ? String(parts[1]) : nil
    guard var path = String(parts[0]).removingPercentEncoding.map(page.path(ofTarget:)) else {
      return "\(target): Parts with % cannot be read."
    }
    guard path == "." || !path.hasPrefix("..") else { return "\(target) leads out of the repository." }
    var isFolder = ObjCBool(false)
    guard FileManager.default.fileExists(atPath: folder.appending(path: path).path, isDirectory: &isFolder) else {
      return "\(target) leads nowhere: there is no \(path). Correct the link."
    }
    guard let anchor, !anchor.isEmpty else { return nil }
    if isFolder.boolValue { path = path == "." ? "README.md" : "\(path)/README.md" }
    guard path.hasSuffix(".md") else { return lineProblem(anchor, target: target, path: path) }
    let known = anchors(of: path, onPage: page)
    if known.contains(anchor.removingPercentEncoding ?? anchor) { return nil }
    return "\(target): \(path) has no heading #\(anchor)." + Self.nearest(to: anchor, in: known)
  }

  private mutating func anchors(of path: String, onPage page: MarkdownPage) -> Set<String> {
    if let known = anchors[path] { return known }
    let found = path == page.path ? page.anchors : (try? MarkdownPage(path: path, in: folder))?.anchors ?? []
    anchors[path] = found
    return found
  }

  /// `#L12` and `#L12-L20` are lines of a file that is no page.
  private func lineProblem(_ anchor: String, target: String, path: String) -> String? {
    guard let match = anchor.wholeMatch(of: /L(\d+)(?:-L(\d+))?/), let last = Int(match.2 ?? match.1) else {
      return "\(target): only a page has anchors other than #L and a line's number."
    }
    let text = (try? String(contentsOf: folder.appending(path: path), encoding: .utf8)) ?? ""
    let count = text.count { $0 == "\n" }
    return last <= count ? nil : "\(target): \(path) has only \(count) lines."
  }

  private static func nearest(to anchor: String, in known: Set<String>) -> String {
    let words = Set(anchor.lowercased().split(separator: "-"))
    let best = known.sorted().max {
      words.intersection($0.split(separator: "-")).count < words.intersection($1.split(separator: "-")).count
    }
    guard let best, !words.isDisjoint(with: best.split(separator: "-")) else { return "" }
    return " Do you mean #\(best)?"
  }
}
