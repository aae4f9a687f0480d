import EventSourcingSQLite
import Step4Repository
import Story

@main
enum Run {
  static func main() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    try await Step4.tell(Story(), recorder: recorder)
    try await recorder.close()
  }
}
