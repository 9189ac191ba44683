/// What the process tells its caller; the table of `interface.md`.
package enum ExitCode: Int32, CaseIterable, Sendable {
  /// A release is published, or the published one is current.
  case published = 0
  /// A test of an adapter or of rules failed, or nothing has the name that was asked for.
  case checkFailed = 1
  /// The command line is wrong.
  case usage = 64
  /// Data beyond tolerance; nothing was published.
  case dataRefused = 65
  /// An input is missing or stale.
  case inputMissing = 66
  /// An input is still being written.
  case notSettled = 69
  /// Something that cannot happen did (R503).
  case bug = 70
  /// The output cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed.
  case ioError = 74
  /// Another run holds the lock.
  case locked = 75
  /// A file may not be read, or the key file may be read by others.
  case permission = 77
  /// The configuration is wrong.
  case configuration = 78
  /// Interrupted by SIGINT; resumable.
  case interrupted = 130
  /// Terminated by SIGTERM; resumable.
  case terminated = 143

  /// One line for `help exit-codes`.
  package var meaning: String {
    switch self {
    case .published: "a release is published, or the published one is current"
    case .checkFailed: "a check failed"
    case .usage: "the command line is wrong"
    case .dataRefused: "data beyond tolerance, nothing published"
    case .inputMissing: "an input is missing or stale"
    case .notSettled: "an input is still being written"
    case .bug: "our bug"
    case .cannotCreate: "the output cannot be created"
    case .ioError: "reading or writing failed"
    case .locked: "another run holds the lock"
    case .permission: "permission is missing"
    case .configuration: "the configuration is wrong"
    case .interrupted: "interrupted, resumable"
    case .terminated: "terminated, resumable"
    }
  }
}
