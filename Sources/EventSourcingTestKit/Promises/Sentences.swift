extension RecorderPromise: CustomStringConvertible {
  /// The promise as a sentence whose subject is the recorder.
  public var description: String {
    switch self {
    case .givesItemsBackAsTheyWere: "gives items back as they were, byte for byte"
    case .keepsLargeData: "keeps large data"
    case .readsOneItem: "reads one item"
    case .readsASequenceInOrder: "reads a sequence in order, and nothing of another"
    case .readsWithinBounds: "reads within bounds and limits, forwards and backwards"
    case .keepsTimedSequences: "keeps sequences whose positions are times"
    case .refusesATakenPosition: "refuses a position that is taken"
    case .refusesAGap: "refuses a gap in a sequence"
    case .appendsAllOrNothing: "appends all or nothing"
    case .appendsSeveralSequencesAtOnce: "appends to several sequences at once"
    case .hasOneWinnerInARace: "has one winner in each of 1000 races for a first position"
    case .losesNoUpdate: "loses no update of 64 tasks on 8 entities"
    case .keepsOutcomesApart: "keeps the outcomes of concurrent appends apart"
    case .tellsWhatBecameOfAnAppend: "tells what became of an append"
    case .numbersNotificationsInOrder: "numbers notifications in the order of recording"
    case .pagesNotifications: "gives notifications in pages"
    case .filtersNotificationsByTopic: "filters notifications by topic"
    case .hidesNoNotificationFromAReader: "hides no notification from a reader that follows writers"
    case .recordsTrackingWithItsItems: "records a tracking record with its items, or neither"
    case .movesTrackingFromWhereItIs: "moves a tracking record only from where it is"
    case .letsOneOfOverlappingWorkersWin: "lets one of workers with overlapping parts win"
    case .judgesTrackingInOrder: "judges records of one upstream one after the other"
    case .tracksOneLogAnUpstream: "moves a tracking record from one log to another only when it is reset"
    case .holdsWhatAnAppendAsserts: "holds what an append asserts of other sequences"
    case .letsNoTwoDecideOnEachOthersPast: "lets no two decide on what the other one changes"
    case .keepsKindsApart: "keeps entities and logs apart"
    case .refusesInOneOrder: "refuses for the same reason as every other where several apply"
    case .givesNotificationIDsOfASequence: "gives a sequence with its notification ids"
    case .keepsMetadata: "keeps metadata, byte for byte"
    case .comparesNamesByBytes: "compares names byte for byte"
    case .filtersByStoredName: "filters notifications by stored name"
    case .saysHowFarAPageHasRead: "says how far a page has read, and bounds its rows"
    case .noticesAnotherLog: "notices that a log was replaced"
    case .waitsForNotifications: "tells who waits that there is something"
    case .endsWaiting: "ends waiting when it is cancelled or closed"
    case .pagesSequenceIDs: "gives the ids of sequences in pages"
    case .heedsCancellation: "heeds cancellation"
    case .refusesUseAfterClose: "refuses use after it is closed"
    }
  }
}

extension MaintenancePromise: CustomStringConvertible {
  /// The promise as a sentence whose subject is the recorder.
  public var description: String {
    switch self {
    case .deletesOneSequence: "deletes one sequence, and nothing else"
    case .neverUsesANotificationIDTwice: "never uses a notification id twice"
    case .deletesOneItem: "deletes one item, and nothing else"
    case .beginsEpochs: "gives its log another identity when it is told to"
    case .resetsTracking: "resets tracking when it is told to"
    case .countsChangesOfThePast: "counts the changes of the past"
    case .keepsItsRevision: "keeps with the log how often its past was changed"
    case .rewritesInPlace: "rewrites an item in place"
    case .rewritesAllOrNothing: "rewrites all or nothing, and nothing that has changed"
    case .keepsTheFirstOfMany: "keeps the first of several items, by which it knows an entity"
    case .heedsCancellationOfMaintenance: "heeds cancellation before it changes the past"
    case .refusesMaintenanceAfterClose: "refuses maintenance after it is closed"
    }
  }
}

extension ReplicaPromise: CustomStringConvertible {
  /// The promise as a sentence whose subject is the recorder.
  public var description: String {
    switch self {
    case .recordsUnderGivenIDs: "copies a log with its notification ids"
    case .refusesIDsThatDoNotGrow: "refuses a copy that does not go on"
    case .givesNoIDAgainAfterADeletion: "copies nothing under the id of a deleted item"
    case .noticesThatNothingIsThere: "notices that nothing is under a follower's id, unless it was deleted"
    case .endsWithItsIDs: "refuses what has no ids left, and says so"
    case .refusesWhatNoAppendRecords: "copies and puts back nothing that no append could have recorded"
    case .refusesCopiesInOneOrder: "refuses copies for the same reason as every other where several apply"
    case .restoresWhatIsMissing: "puts back what is missing"
    case .restoresNothingUnreadable: "puts back nothing that would make a sequence unreadable"
    case .restoresBesideWriters: "puts back what is missing beside writers"
    case .heedsCancellationOfCopies: "heeds cancellation before it copies or puts back"
    case .refusesCopiesAfterClose: "refuses copies after it is closed"
    }
  }
}
