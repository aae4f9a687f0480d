import EventSourcingSQLite
import Step8AlternativeSchema
import Story

@main
enum Run {
  static func main() async throws {
    let recorder = try await SQLiteRecorder(.memory, table: StoredEvent.table)
    try await Step8.tell(Story(), recorder: recorder)
    try await recorder.close()
  }
}
