import EventSourcingSQLite
import Step9Aggregate
import Story

@main
enum Run {
  static func main() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    try await Step9.tell(Story(), recorder: recorder)
    try await recorder.close()
  }
}
