import EventSourcingTestKit
import Testing

@testable import MyApp

@Test func `an account is not overdrawn`() async throws {
  try await Given<Account>(.opened(owner: "Ada"), .deposited(cents: 500))
    .when { try await $0.withdraw(cents: 600) }
    .thenThrows(Account.Overdrawn(missing: 100))
}
