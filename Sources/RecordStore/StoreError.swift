package import DurableFiles

/// A failure of the durable state.
package enum StoreError: Error, Sendable, CustomStringConvertible {
  /// The disk or a path failed.
  case file(FileError)
  /// The catalog could not be read or written.
  case catalog(path: String, reason: String)
  /// The catalog does not read back as it was written.
  case damagedCatalog(path: String, reason: String)
  /// A stored block does not read back as it was written.
  case damaged(path: String, offset: UInt64, reason: String)
  /// The store was made by a version that this one does not understand.
  case version(path: String, found: String, expected: String)

  /// What to do about it, where that is known.
  package var help: String? {
    guard case .version(let path, _, _) = self else { return nil }
    return "Move \(path) and the buckets beside it away and run again with all exports: records,"
      + " ids and releases will be the same. Or use the version that made it."
  }

  /// One line for people.
  package var description: String {
    switch self {
    case .file(let error): error.description
    case .catalog(let path, let reason): "the catalog \(path) failed: \(reason)"
    case .damagedCatalog(let path, let reason):
      "the store is damaged: \(path): \(reason)"
    case .damaged(let path, let offset, let reason):
      "the store is damaged: \(path) at byte \(offset): \(reason)"
    case .version(let path, let found, let expected):
      "the store \(path) has format \(found), this version reads and writes format \(expected)"
    }
  }
}
