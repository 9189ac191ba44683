internal import DurableFiles
internal import JourneyModel
internal import RecordStore

/// Finds the stored inputs that are no longer needed once a file is read.
struct ReplacedInputs: Sendable {
  private let stored: StoredInputs
  private let held: Set<UInt32>
  private let byPath: InputIndex
  private let byFile: InputIndex

  /// Among the inputs of a state.
  init(_ stored: StoredInputs, tolerance: Tolerance) {
    self.stored = stored
    held = tolerance.held(among: stored)
    byPath = InputIndex(stored, by: { [ReplacedInputs.pathKey($0)] })
    byFile = InputIndex(stored, by: { [ReplacedInputs.fileKey($0)] })
  }

  /// The same content read in another way or before it was at rest, and what an export of the same
  /// name said that was held back or is replayed.
  func inputs(for record: StoredInput, isReplay: Bool) -> [StoredInput] {
    let atPath = byPath.positions(of: ReplacedInputs.pathKey(record)).filter { position in
      let input = stored[position]
      return Directory.isSame(input.path, record.path) && (isReplay || held.contains(input.number))
    }
    let ofFile = byFile.positions(of: ReplacedInputs.fileKey(record)).filter { position in
      let input = stored[position]
      return input.file == record.file
        && (input.fingerprint != record.fingerprint || input.isUnsettled)
    }
    return Set(atPath + ofFile).sorted().map { stored[$0] }
      .filter { $0.source.name == record.source.name }
  }

  private static func pathKey(_ input: StoredInput) -> Int {
    Array(input.path.utf8).hashValue
  }

  private static func fileKey(_ input: StoredInput) -> Int { input.file.hashValue }
}
