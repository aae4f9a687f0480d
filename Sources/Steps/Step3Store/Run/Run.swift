import EventSourcingSQLite
import Step3Store
import Story

@main
enum Run {
  static func main() async throws {
    let recorder = try await SQLiteRecorder(.memory)
    try await Step3.tell(Story(), recorder: recorder)
    try await recorder.close()
  }
}
