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
    case .numbersNotificationsInOrder: "numbers notifications in the order of recording"
    case .pagesNotifications: "gives notifications in pages"
    case .filtersNotificationsByTopic: "filters notifications by topic"
    case .hidesNoNotificationFromAReader: "hides no notification from a reader that follows writers"
    case .recordsTrackingOnce: "records a tracking record once"
    case .recordsTrackingWithItsItems: "records a tracking record with its items, or neither"
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
    case .rewritesInPlace: "rewrites an item in place"
    case .rewritesAllOrNothing: "rewrites all or nothing, and nothing that has changed"
    case .refusesMaintenanceAfterClose: "refuses maintenance after it is closed"
    }
  }
}
