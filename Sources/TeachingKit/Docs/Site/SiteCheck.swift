package import Foundation

/// Looks for dead links and forgotten pages in a site that DocC has made.
///
/// DocC itself warns of links that it cannot resolve, but passes on a link that is not its own as it is.
package struct SiteCheck {
  private let site: URL

  package private(set) var pages = 0
  package private(set) var links = 0
  package private(set) var problems: [String] = []

  /// - Parameter site: The folder to be served.
  package init(site: URL) throws {
    self.site = site.resolvingSymlinksInPath()
    try check()
  }

  private mutating func check() throws {
    let files = FileManager.default.enumerator(atPath: site.appending(path: "data").path)
    for path in (files?.allObjects as? [String] ?? []).sorted() where path.hasSuffix(".json") {
      pages += 1
      let page = try JSONSerialization.jsonObject(with: Data(contentsOf: site.appending(path: "data/\(path)")))
      follow(page, from: path)
      findUngrouped(in: page, at: path)
    }
    follow(
      try JSONSerialization.jsonObject(with: Data(contentsOf: site.appending(path: "index/index.json"))),
      from: "index.json")
    for page in ["index.html", "documentation/kit/index.html"] {
      let html = (try? String(contentsOf: site.appending(path: page), encoding: .utf8)) ?? ""
      // DocC's templates stand in each page alike, so one is enough; the first page has an address of its own.
      let addresses = html.matches(of: /(?:href|src)="([^"]+)"|url=([^";]+)"/).compactMap { $0.1 ?? $0.2 }
      if addresses.isEmpty { problems.append("\(page) is not there, or leads nowhere.") }
      for address in addresses { check(address.hasPrefix("/") ? String(address) : "/\(address)", from: page) }
    }
    if pages == 0 { problems.append("The site has no pages.") }
  }

  /// Follows each address in a page's data.
  private mutating func follow(_ value: Any, from page: String) {
    if let list = value as? [Any] {
      for element in list { follow(element, from: page) }
    } else if let object = value as? [String: Any] {
      for (key, element) in object.sorted(by: { $0.key < $1.key }) {
        if let address = element as? String, ["url", "path"].contains(key) {
          check(address, from: page)
        } else {
          follow(element, from: page)
        }
      }
    }
  }

  private mutating func check(_ address: String, from page: String) {
    guard !address.contains(/^(https?|mailto|doc):/) else { return }
    links += 1
    let parts = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    var path = parts[0].removingPercentEncoding ?? parts[0]
    if path.hasSuffix("/") { path.removeLast() }
    guard path.hasPrefix("/") else {
      problems.append("\(page): \(address) is no address on the site.")
      return
    }
    let isPage = path.hasPrefix("/documentation/")
    let file = isPage ? "data\(path.lowercased()).json" : String(path.dropFirst())
    let isThere = FileManager.default.fileExists(atPath: site.appending(path: file).path)
    let isServed = !isPage || FileManager.default.fileExists(atPath: site.appending(path: "\(path)/index.html").path)
    if !isThere || !isServed { problems.append("\(page): \(address) leads nowhere.") }
  }

  /// What no list of topics names, DocC puts in groups such as “Structures”.
  private mutating func findUngrouped(in page: Any, at path: String) {
    guard let page = page as? [String: Any], (page["metadata"] as? [String: Any])?["role"] as? String == "collection"
    else { return }
    for section in page["topicSections"] as? [[String: Any]] ?? [] where section["generated"] as? Bool == true {
      for name in section["identifiers"] as? [String] ?? [] {
        problems.append("\(path): no list of topics names \(name).")
      }
    }
  }
}
