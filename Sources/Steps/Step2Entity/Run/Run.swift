import Step2Entity
import Story

@main
enum Run {
  static func main() async throws {
    try await Step2.tell(Story())
  }
}
