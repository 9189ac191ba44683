package import DurableFiles

/// Why an export cannot be made.
package enum ExportError: Error, Sendable {
  /// What was asked for does not exist or contradicts itself.
  case request(String, help: String?)
  /// A file of the release cannot be read.
  case reading(FileError)
  /// A file of the release is not as it was written.
  case damaged(path: String, String)
  /// A database that is exported cannot be written.
  case database(path: String, String)
  /// What is sorted outside memory could not be kept.
  case scratch(String)
}
