import EventSourcingSQLite
import Step7Concurrency
import Story

@main
enum Run {
  static func main() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    try await Step7.tell(Story(), recorder: recorder)
    try await recorder.close()
  }
}
