/// Is told how far a run is; called from several threads, often.
package protocol ProgressObserver: Sendable {
  /// A stage begins; `totalBytes` is what it will read, 0 if unknown.
  func begin(stage: RunStage, totalBytes: Int64)
  /// So many more bytes of the stage were read; `records` is the count of the current file.
  func advance(bytes: Int64, records: Int64)
  /// A file of the reading stage is done.
  func finishFile(records: Int64, rejected: Int64)
  /// The run is over; nothing more will be shown.
  func end()
}

/// The stages of a run that take time.
package enum RunStage: String, Sendable {
  case read = "reading"
  case assemble = "assembling"
  case analyse = "analysing"
  case publish = "publishing"
}

/// Shows nothing.
package struct SilentProgress: ProgressObserver {
  /// An observer that shows nothing.
  package init() {}

  /// Ignores the stage.
  package func begin(stage: RunStage, totalBytes: Int64) {}
  /// Ignores the bytes.
  package func advance(bytes: Int64, records: Int64) {}
  /// Ignores the file.
  package func finishFile(records: Int64, rejected: Int64) {}
  /// Ignores the end.
  package func end() {}
}
