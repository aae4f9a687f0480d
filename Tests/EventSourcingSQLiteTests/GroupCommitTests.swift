import Dispatch
import EventSourcing
import EventSourcingTestKit
import Foundation
import Testing

@Suite("A group commit", .timeLimit(.minutes(5)))
@MainActor
struct GroupCommitTests {
  private let database = GatedDatabase()

  @Test func `commits what comes alone alone and at once`() async throws {
    let append = await database.append("a")
    #expect(await database.nextGroup() == ["a"])
    database.finish(.success([1]))
    #expect(try await append.value == [1])
  }

  @Test func `commits together what waits while another commits, in order`() async throws {
    let first = await database.append("a")
    #expect(await database.nextGroup() == ["a"])
    let others = [await database.append("b"), await database.append("c"), await database.append("d")]
    database.finish(.success([1]))
    #expect(try await first.value == [1])
    #expect(await database.nextGroup() == ["b", "c", "d"])
    database.finish(.success([2]), .success([3]), .success([4]))
    #expect(try await others[0].value == [2])
    #expect(try await others[1].value == [3])
    #expect(try await others[2].value == [4])
    #expect(database.usesOfConnection == 2)
  }

  @Test func `takes an append without leaving its caller's actor`() async throws {
    let isMain = DispatchSpecificKey<Bool>()
    DispatchQueue.main.setSpecific(key: isMain, value: true)
    let groups = GroupCommit<Void, AppendRequest, [Int]>(
      useConnection: { work, _ in
        #expect(DispatchQueue.getSpecific(key: isMain) == true)
        work(())
      },
      commit: { _, _ in [.success([1])] })
    #expect(try await groups.append(AppendRequest([item(UUID(), 0)])) == [1])
  }

  @Test func `begins anew after a rest`() async throws {
    for topic in ["a", "b", "c"] {
      let append = await database.append(topic)
      #expect(await database.nextGroup() == [topic])
      database.finish(.success([7]))
      #expect(try await append.value == [7])
    }
  }

  @Test func `gives each append its own outcome`() async throws {
    let first = await database.append("a")
    #expect(await database.nextGroup() == ["a"])
    let others = [await database.append("b"), await database.append("c"), await database.append("d")]
    let conflict = ConcurrencyError(sequenceID: UUID(), position: 3)
    database.finish(.failure(conflict))
    await #expect(throws: conflict) { try await first.value }
    #expect(await database.nextGroup() == ["b", "c", "d"])
    database.finish(.success([1, 2]), .failure(RecorderError.closed), .success([3]))
    #expect(try await others[0].value == [1, 2])
    await #expect(throws: RecorderError.closed) { try await others[1].value }
    #expect(try await others[2].value == [3])
  }

  @Test func `goes on after a group of which all failed`() async throws {
    let busy = RecorderError(.busy, "The database is held by another process.")
    let first = await database.append("a")
    #expect(await database.nextGroup() == ["a"])
    let others = [await database.append("b"), await database.append("c")]
    database.finish(.failure(busy))
    await #expect(throws: busy) { try await first.value }
    #expect(await database.nextGroup() == ["b", "c"])
    let last = await database.append("d")
    database.finish(.failure(busy), .failure(busy))
    await #expect(throws: busy) { try await others[0].value }
    await #expect(throws: busy) { try await others[1].value }
    #expect(await database.nextGroup() == ["d"])
    database.finish(.success([1]))
    #expect(try await last.value == [1])
  }

  @Test func `takes no more than the largest group`() async throws {
    let database = GatedDatabase(largestGroup: 2)
    var appends = [await database.append("a")]
    #expect(await database.nextGroup() == ["a"])
    for topic in ["b", "c", "d", "e", "f"] {
      appends.append(await database.append(topic))
    }
    database.finish(.success([1]))
    for (group, ids) in [(["b", "c"], [2, 3]), (["d", "e"], [4, 5])] {
      #expect(await database.nextGroup() == group)
      database.finish(.success([ids[0]]), .success([ids[1]]))
    }
    #expect(await database.nextGroup() == ["f"])
    database.finish(.success([6]))
    for (number, append) in appends.enumerated() {
      #expect(try await append.value == [number + 1])
    }
  }
}
