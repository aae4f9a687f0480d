import Benchmarks
import Testing

@Suite("The spread of numbers")
struct SpreadTests {
  @Test func `has the middle of an odd number of them`() {
    #expect(Spread([5, 1, 3]).median == 3)
  }

  @Test func `has what is between the two in the middle of an even number`() {
    #expect(Spread([4, 1, 2, 9]).median == 3)
  }

  @Test func `goes from the lowest to the highest`() {
    let spread = Spread([4, 1, 9])
    #expect(spread.lowest == 1)
    #expect(spread.highest == 9)
  }

  @Test func `of one number is that number`() {
    let spread = Spread([7])
    #expect([spread.median, spread.lowest, spread.highest] == [7, 7, 7])
  }
}
