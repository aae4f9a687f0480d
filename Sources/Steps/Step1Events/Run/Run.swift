import Step1Events
import Story

@main
enum Run {
  static func main() async throws {
    try await Step1.tell(Story())
  }
}
