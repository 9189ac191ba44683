package import DurableFiles
package import JourneyModel

/// Why a release could not be written.
package enum ReleaseError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file system refused.
  case file(FileError)
  /// A file reads back differently from what was written.
  case damaged(path: String)
  /// Somebody asked to stop.
  case interrupted

  /// Scratch space that failed.
  static func scratch(_ error: ScratchError) -> ReleaseError {
    if case .file(let error as FileError) = error { return .file(error) }
    return .damaged(path: "scratch space")
  }

  /// P401 if a file or folder could not be created, P402 for other refusals, P403 for damage, R501
  /// for a signal.
  package var code: DiagnosticCode {
    switch self {
    case .file(let error) where error.operation.hasPrefix("create"): .p401
    case .file: .p402
    case .damaged: .p403
    case .interrupted: .r501
    }
  }

  /// What happened to which file.
  package var description: String {
    switch self {
    case .file(let error): error.description
    case .damaged(let path): "\(path) does not read back as it was written"
    case .interrupted: "interrupted"
    }
  }
}
