/// Where a fence first differs from what it must show.
struct FenceDifference {
  /// The line in the fence, counted from 0.
  let index: Int

  private let shown: String?
  private let truth: String?

  /// - Returns: `nil` if it shows what it must.
  init?(shown: [String], true truth: [String]) {
    guard shown != truth else { return nil }
    let index = zip(shown, truth).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    self.index = index ?? min(shown.count, truth.count)
    self.shown = shown.indices.contains(self.index) ? shown[self.index] : nil
    self.truth = truth.indices.contains(self.index) ? truth[self.index] : nil
  }

  func text(source: String) -> String {
    """
    This is not what comes from \(source):
    shown: \(shown ?? "(nothing more)")
    true:  \(truth ?? "(nothing more)")
    `swift run kit docs --write` renews it.
    """
  }
}
