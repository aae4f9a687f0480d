/// What `learn` has to say of an exercise: its verdict and its last hint, the newer one first, or the list for as long
/// as somebody looks at it.
struct LearnBody {
  private var verdict = ""
  private var hint: String?
  private var list: String?
  private var isHintNewer = false

  var text: String {
    list ?? (isHintNewer ? [hint, verdict] : [verdict, hint]).compactMap(\.self).joined(separator: "\n")
  }

  /// Shows a verdict, or that there will be one; a list that is looked at stays.
  mutating func show(verdict: String) {
    self.verdict = verdict
    isHintNewer = false
  }

  mutating func show(hint: String) {
    (self.hint, list) = (hint, nil)
    isHintNewer = true
  }

  mutating func show(list: String) {
    self.list = list
  }

  mutating func closeList() {
    list = nil
  }

  /// Forgets the hint: the exercise is another one, or needs none any more.
  mutating func forgetHint() {
    hint = nil
  }
}
