extension ItemTable {
  /// A table `snapshots` for a `SnapshotStore`: give it to a recorder of its own, on the events' database or another.
  public static let snapshots = ItemTable(
    name: "snapshots", sequenceID: "sequence_id", position: "position", topic: "topic", data: "data",
    timestamp: "timestamp")
}
