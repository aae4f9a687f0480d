import EventSourcing
import Testing

@Suite("A position query")
struct PositionQueryTests {
  @Test func `without bounds asks for every position, forwards`() {
    #expect(PositionQuery.all.bounds == Int.min...Int.max)
    #expect(PositionQuery.all.order == .forwards && PositionQuery.all.limit == nil)
    #expect(PositionQuery.all == PositionQuery())
  }

  @Test func `leaves out the positions that exclusive bounds name`() {
    #expect(PositionQuery(greaterThan: 2, lessThan: 6).bounds == 3...5)
  }

  @Test func `keeps the positions that inclusive bounds name`() {
    #expect(PositionQuery(atLeast: 2, atMost: 6).bounds == 2...6)
  }

  @Test func `takes the narrower of two bounds on one side`() {
    #expect(PositionQuery(greaterThan: 2, atLeast: 5, lessThan: 9, atMost: 7).bounds == 5...7)
    #expect(PositionQuery(greaterThan: 5, atLeast: 2, lessThan: 7, atMost: 9).bounds == 6...6)
  }

  @Test func `may ask for one position`() {
    #expect(PositionQuery(atLeast: 4, atMost: 4).bounds == 4...4)
  }

  @Test(arguments: [
    PositionQuery(greaterThan: 4, lessThan: 5), PositionQuery(atLeast: 5, atMost: 4),
    PositionQuery(greaterThan: 4, atMost: 4), PositionQuery(atLeast: 4, lessThan: 4),
  ])
  func `with bounds that contradict each other asks for nothing`(query: PositionQuery) {
    #expect(query.bounds == nil)
  }

  @Test func `does not trap at the ends of the range`() {
    #expect(PositionQuery(greaterThan: .max).bounds == nil)
    #expect(PositionQuery(lessThan: .min).bounds == nil)
    #expect(PositionQuery(greaterThan: .min).bounds == Int.min + 1...Int.max)
    #expect(PositionQuery(lessThan: .max).bounds == Int.min...Int.max - 1)
    #expect(PositionQuery(atLeast: .max).bounds == Int.max...Int.max)
    #expect(PositionQuery(atMost: .min).bounds == Int.min...Int.min)
    #expect(PositionQuery(greaterThan: .max - 1, atMost: .max).bounds == Int.max...Int.max)
  }

  @Test(arguments: [0, -1, Int.min])
  func `with a limit below 1 asks for nothing`(limit: Int) {
    #expect(PositionQuery(limit: limit).bounds == nil)
  }

  @Test func `with a limit from 1 on keeps its bounds`() {
    #expect(PositionQuery(atLeast: 3, limit: 1, order: .backwards).bounds == 3...Int.max)
  }
}
