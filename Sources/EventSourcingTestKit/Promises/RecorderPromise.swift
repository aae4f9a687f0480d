public import EventSourcing

/// What every recorder promises, as an executable suite.
///
/// Run each promise on a recorder of its own, which must be empty:
///
///     @Test(arguments: RecorderPromise.allCases)
///     func `keeps its promise`(_ promise: RecorderPromise) async throws {
///       try await promise.verify(on: MyRecorder())
///     }
///
/// The cases are verified by an exhaustive `switch`, so a new promise does not compile until it can be checked.
public enum RecorderPromise: String, CaseIterable, Sendable {
  case givesItemsBackAsTheyWere
  case keepsLargeData
  case readsOneItem
  case readsASequenceInOrder
  case readsWithinBounds
  case keepsTimedSequences
  case refusesATakenPosition
  case refusesAGap
  case appendsAllOrNothing
  case appendsSeveralSequencesAtOnce
  case hasOneWinnerInARace
  case losesNoUpdate
  case keepsOutcomesApart
  case tellsWhatBecameOfAnAppend
  case numbersNotificationsInOrder
  case pagesNotifications
  case filtersNotificationsByTopic
  case hidesNoNotificationFromAReader
  case recordsTrackingWithItsItems
  case movesTrackingFromWhereItIs
  case letsOneOfOverlappingWorkersWin
  case judgesTrackingInOrder
  case tracksOneLogAnUpstream
  case holdsWhatAnAppendAsserts
  case letsNoTwoDecideOnEachOthersPast
  case keepsKindsApart
  case refusesInOneOrder
  case givesNotificationIDsOfASequence
  case keepsMetadata
  case comparesNamesByBytes
  case filtersByStoredName
  case saysHowFarAPageHasRead
  case noticesAnotherLog
  case waitsForNotifications
  case endsWaiting
  case pagesSequenceIDs
  case heedsCancellation
  case refusesUseAfterClose

  /// Tries the promise on an empty recorder, which is closed afterwards.
  ///
  /// - Parameters:
  ///   - recorder: The recorder to try.
  ///   - others: More recorders of the same database, if it can have them. Writers that race then use all of them, so
  ///     that the database decides and not one recorder. They are left open.
  /// - Throws: `PromiseBroken`, or what the recorder throws where it should not.
  public func verify(on recorder: any Recorder, beside others: [any Recorder] = []) async throws {
    try await recorder.closing { try await check(recorder, [recorder] + others) }
  }

  private func check(_ recorder: any Recorder, _ recorders: [any Recorder]) async throws {
    switch self {
    case .givesItemsBackAsTheyWere: try await givesItemsBackAsTheyWere(recorder)
    case .keepsLargeData: try await keepsLargeData(recorder)
    case .readsOneItem: try await readsOneItem(recorder)
    case .readsASequenceInOrder: try await readsASequenceInOrder(recorder)
    case .readsWithinBounds: try await readsWithinBounds(recorder)
    case .keepsTimedSequences: try await keepsTimedSequences(recorder)
    case .refusesATakenPosition: try await refusesATakenPosition(recorder)
    case .refusesAGap: try await refusesAGap(recorder)
    case .appendsAllOrNothing: try await appendsAllOrNothing(recorder)
    case .appendsSeveralSequencesAtOnce: try await appendsSeveralSequencesAtOnce(recorder)
    case .hasOneWinnerInARace: try await hasOneWinnerInARace(recorders)
    case .losesNoUpdate: try await losesNoUpdate(recorders)
    case .keepsOutcomesApart: try await keepsOutcomesApart(recorder)
    case .tellsWhatBecameOfAnAppend: try await tellsWhatBecameOfAnAppend(recorder)
    case .numbersNotificationsInOrder: try await numbersNotificationsInOrder(recorder)
    case .pagesNotifications: try await pagesNotifications(recorder)
    case .filtersNotificationsByTopic: try await filtersNotificationsByTopic(recorder)
    case .hidesNoNotificationFromAReader: try await hidesNoNotificationFromAReader(recorders)
    case .recordsTrackingWithItsItems: try await recordsTrackingWithItsItems(recorder)
    case .movesTrackingFromWhereItIs: try await movesTrackingFromWhereItIs(recorder)
    case .letsOneOfOverlappingWorkersWin: try await letsOneOfOverlappingWorkersWin(recorders)
    case .judgesTrackingInOrder: try await judgesTrackingInOrder(recorder)
    case .tracksOneLogAnUpstream: try await tracksOneLogAnUpstream(recorder)
    case .holdsWhatAnAppendAsserts: try await holdsWhatAnAppendAsserts(recorder)
    case .letsNoTwoDecideOnEachOthersPast: try await letsNoTwoDecideOnEachOthersPast(recorders)
    case .keepsKindsApart: try await keepsKindsApart(recorder)
    case .refusesInOneOrder: try await refusesInOneOrder(recorder)
    case .givesNotificationIDsOfASequence: try await givesNotificationIDsOfASequence(recorder)
    case .keepsMetadata: try await keepsMetadata(recorder)
    case .comparesNamesByBytes: try await comparesNamesByBytes(recorder)
    case .filtersByStoredName: try await filtersByStoredName(recorder)
    case .saysHowFarAPageHasRead: try await saysHowFarAPageHasRead(recorder)
    case .noticesAnotherLog: try await noticesAnotherLog(recorder)
    case .waitsForNotifications: try await waitsForNotifications(recorders)
    case .endsWaiting: try await endsWaiting(recorder)
    case .pagesSequenceIDs: try await pagesSequenceIDs(recorder)
    case .heedsCancellation: try await heedsCancellation(recorder)
    case .refusesUseAfterClose: try await refusesUseAfterClose(recorder)
    }
  }
}
