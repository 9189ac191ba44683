/// Is told how far a run is; called from several threads, often.
package protocol ProgressObserver: Sendable {
  /// A stage begins; `totalBytes` is what it will read, 0 if unknown.
  func begin(stage: RunStage, totalBytes: Int64)
  /// So many more bytes of the stage were read; `records` is the count of the current file.
  func advance(bytes: Int64, records: Int64)
  /// A file of the reading stage is done.
  func finishFile(records: Int64, rejected: Int64)
  /// So much processor time of a thread belongs to another stage than the one under way.
  func spent(_ nanoseconds: Int64, on stage: RunStage)
  /// The run is over; nothing more will be shown.
  func end()
}

extension ProgressObserver {
  /// Observers that show how far a run is do not care who spends the time.
  package func spent(_ nanoseconds: Int64, on stage: RunStage) {}
}

/// The stages of a run that take time, in order, and what belongs to none of them.
package enum RunStage: String, CaseIterable, Sendable {
  case read = "reading"
  case assemble = "assembling"
  case identify = "identifying"
  case shuffle = "shuffling"
  case analyse = "analysing"
  case publish = "publishing"
  case rest = "the rest"
}

/// The observer under `--quiet`, and wherever none is given.
package struct SilentProgress: ProgressObserver {
  /// An observer that shows nothing.
  package init() {}

  package func begin(stage: RunStage, totalBytes: Int64) {}
  package func advance(bytes: Int64, records: Int64) {}
  package func finishFile(records: Int64, rejected: Int64) {}
  package func end() {}
}
