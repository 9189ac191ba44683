package import RecordStore

/// Why no adapter was chosen for a file.
package struct UnknownInput: Sendable {
  /// What is known of it, in words.
  package var reason: String
  /// Whether it most likely holds records all the same.
  package var isNear = false
}

/// What became of one file of a run.
package enum InputResult: Sendable {
  /// It was read; it replaces earlier readings of the same content under other settings.
  indirect case read(StoredInput, replacing: [UInt32])
  /// Its content is in the store already.
  case unchanged
  /// No adapter knows it.
  case unknown(path: String, UnknownInput, isConfigured: Bool)
  /// It cannot be used; nothing of it is kept.
  indirect case refused(path: String, RunFailure)
}
