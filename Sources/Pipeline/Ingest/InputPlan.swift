package import DurableFiles
package import Intake
package import JourneyModel
package import RecordStore

/// What is to be done with one file and why, made before any record is read.
///
/// `run` carries it out, `inspect` shows it.
package struct InputPlan: Sendable {
  /// What is to be done.
  package enum Step: Sendable {
    indirect case read(Reading)
    /// Nothing: its content is in the store, read in the same way.
    case skip(name: String)
    /// Nothing: no adapter knows it.
    case pass(UnknownInput)
    /// Nothing: it cannot be used.
    indirect case refuse(RunFailure)
  }

  /// How a file is read.
  package struct Reading: Sendable {
    package var adapter: Adapter
    /// Why it is this one.
    package var reason: String
    /// The input whose settings hold.
    package var input: ConfiguredInput
    /// The fingerprint of everything that decides what its bytes become.
    package var fingerprint: StableHash128
    /// Whether it is gzip.
    package var isGzip: Bool
    /// What the file was when it was looked at; it must be that when it is read.
    package var status: FileStatus
    /// By what it is known again without being read; nil where it may change unnoticed.
    package var stamp: FileStamp?
    /// Whether it takes the place of what was read from its path before.
    package var isReplay = false
    /// Whether it has been at rest for long enough to be taken as whole.
    package var isSettled = true

    /// Where its records come from.
    package var source: SourceDescription {
      SourceDescription(
        name: input.name, system: adapter.system, instance: input.instance,
        entity: adapter.entity, adapter: adapter.id)
    }
  }

  /// The path of the file.
  package var path: String
  /// Whether the configuration names it.
  package var isConfigured: Bool
  /// What is to be done.
  package var step: Step

  /// About how much there is to read, in bytes; exports are usually packed to a tenth of theirs.
  var effort: Double {
    guard case .read(let reading) = step else { return 0 }
    return Double(reading.status.size) * (reading.isGzip ? 10 : 1)
  }
}
