/// A kind of work to be measured: what it is called, and what it is to reach.
package struct Work: Equatable, Sendable {
  package let name: String
  package let title: String
  package let target: Target?

  package init(_ name: String, _ title: String, target: Target? = nil) {
    self.name = name
    self.title = title
    self.target = target
  }
}
