internal import DurableFiles
internal import JourneyModel
internal import RecordStore

/// Finds the stored inputs that are no longer needed once a file is read.
struct ReplacedInputs: Sendable {
  private let stored: [StoredInput]
  private let held: Set<UInt32>
  private let byPath: InputIndex
  private let byFile: InputIndex

  /// Among the inputs of a state.
  init(_ stored: [StoredInput], tolerance: Tolerance) {
    self.stored = stored
    held = tolerance.held(among: stored)
    byPath = InputIndex(stored, by: ReplacedInputs.pathKey)
    byFile = InputIndex(stored, by: ReplacedInputs.fileKey)
  }

  /// The same content read in another way or before it was at rest, and what an export of the same
  /// name said that was held back or is replayed.
  func numbers(for record: StoredInput, isReplay: Bool) -> [UInt32] {
    let atPath = byPath.positions(of: ReplacedInputs.pathKey(record)).map { stored[$0] }
      .filter { Directory.isSame($0.path, record.path) && (isReplay || held.contains($0.number)) }
    let ofFile = byFile.positions(of: ReplacedInputs.fileKey(record)).map { stored[$0] }
      .filter { $0.file == record.file }
      .filter { $0.fingerprint != record.fingerprint || $0.isUnsettled }
    let found = (atPath + ofFile).filter { $0.source.name == record.source.name }
    return Set(found.map(\.number)).sorted()
  }

  private static func pathKey(_ input: StoredInput) -> Int? {
    Array(input.path.utf8).hashValue
  }

  private static func fileKey(_ input: StoredInput) -> Int? { input.file.hashValue }
}
