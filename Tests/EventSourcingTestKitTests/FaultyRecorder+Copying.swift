import EventSourcing
import Foundation

extension FaultyRecorder {
  func replicate(_ notifications: [ItemNotification]) async throws {
    switch fault {
    case .copiesUnderOwnIDs:
      let newest = try await memory.newestPosition().id
      try await memory.replicate(
        notifications.enumerated().map { ItemNotification(id: newest + 1 + $0, item: $1.item) })
    case .copiesNoMetadata:
      try await memory.replicate(
        notifications.map { ItemNotification(id: $0.id, item: $0.item.with(metadata: .some(nil))) })
    case .givesIDsAgain:
      let newest = try await memory.newestPosition().id
      do { try await memory.replicate(notifications) } catch let error as ReplicaRefused where error.newest > newest {}
    case .acceptsAnyCopy:
      do { try await memory.replicate(notifications) } catch is ReplicaRefused {}
    case .copiesWhateverItIs: do { try await memory.replicate(notifications) } catch is InvalidAppend {}
    case .looksAtPlacesFirst:
      try await refuseTakenPlaces(of: notifications.map(\.item))
      try await memory.replicate(notifications)
    case .ignoresCancellationOfCopies: try await Task { try await memory.replicate(notifications) }.value
    case .copiesAfterClose:
      do { try await memory.replicate(notifications) } catch let error as RecorderError where error == .closed {}
    default: try await memory.replicate(notifications)
    }
  }
  func restore(_ items: [SequencedItem]) async throws {
    switch fault {
    case .restoresNothing: return
    case .restoresWhateverItIs: do { try await memory.restore(items) } catch is RestoreError {}
    case .restoresUnderAnOldID:
      let newest = try await memory.newestPosition().id
      // The others go on meanwhile.
      try await Task.sleep(for: .milliseconds(20))
      try await memory.replicate(items.enumerated().map { ItemNotification(id: newest &+ 1 &+ $0, item: $1) })
    case .looksAtPlacesFirst:
      try await refuseTakenPlaces(of: items)
      try await memory.restore(items)
    default: try await memory.restore(items)
    }
  }

  private func refuseTakenPlaces(of items: [SequencedItem]) async throws {
    for item in items where try await memory.item(of: item.sequenceID, at: item.position) != nil {
      throw ConcurrencyError(sequenceID: item.sequenceID, position: item.position)
    }
  }
}
