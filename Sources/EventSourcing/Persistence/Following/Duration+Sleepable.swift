extension Duration {
  /// The duration, or what is nearest to it of those for which a task can sleep.
  package var sleepable: Duration {
    min(max(self, .zero), .seconds(100 * 365 * 86_400))
  }
}
