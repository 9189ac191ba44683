package import RecordStore

/// What became of one file of a run.
package enum InputResult: Sendable {
  /// It was read; it replaces earlier readings of the same content under other settings.
  indirect case read(StoredInput, replacing: [UInt32])
  /// Its content is in the store already.
  case unchanged
  /// No adapter knows it.
  case unknown(path: String, reason: String, isConfigured: Bool)
  /// It cannot be used; nothing of it is kept.
  indirect case refused(path: String, RunFailure)
}
