/// What Swift Testing writes of a run, in the format of the recordings.
enum RunStream {
  /// - Parameters:
  ///   - failing: What those say that fail, by name.
  ///   - failingOutside: What fails outside any test says, as in a detached task.
  static func text(
    module: String, names: [String], failing: [String: String] = [:], skipped: Set<String> = [],
    cancelled: Set<String> = [], unfinished: Set<String> = [], failingOutside: String? = nil
  ) -> String {
    var lines: [String] = []
    for (line, name) in zip(1..., names) {
      let id = "\(module).T/`\(name)`()/T.swift:\(line):4"
      lines.append(
        """
        {"kind":"test","payload":{"displayName":"\(name)","id":"\(id)","kind":"function","name":"`\(name)`()",\
        "sourceLocation":{"_filePath":"/T.swift","line":\(line)}},"version":0}
        """)
      func event(_ kind: String, _ more: String = "") -> String {
        #"{"kind":"event","payload":{\#(more)"kind":"\#(kind)","testID":"\#(id)"},"version":0}"#
      }
      if skipped.contains(name) {
        lines.append(event("testSkipped"))
        continue
      }
      lines.append(event("testStarted"))
      if let message = failing[name] {
        let issue = #""issue":{"isKnown":false,"sourceLocation":{"_filePath":"/T.swift","line":\#(line)}},"#
        lines.append(event("issueRecorded", issue + #""messages":[{"symbol":"fail","text":"\#(message)"}],"#))
      }
      if cancelled.contains(name) { lines += [event("testCancelled"), event("testCaseCancelled")] }
      if !unfinished.contains(name) { lines.append(event("testEnded")) }
    }
    if let failingOutside {
      let issue = #""issue":{"isKnown":false,"sourceLocation":{"_filePath":"/T.swift","line":1}},"#
      let messages = #""messages":[{"symbol":"fail","text":"\#(failingOutside)"}]"#
      lines.append(#"{"kind":"event","payload":{\#(issue)"kind":"issueRecorded",\#(messages)},"version":0}"#)
    }
    lines.append(#"{"kind":"event","payload":{"kind":"runEnded"},"version":0}"#)
    return lines.joined(separator: "\n")
  }
}
