internal import DurableFiles
internal import JourneyModel
internal import RecordStore

/// The files that are part of a state.
struct KnownFiles: Sendable {
  private let stored: StoredInputs
  private let byStamp: InputIndex
  private let bySize: InputIndex
  private let byContent: InputIndex

  /// The files of a state.
  init(_ stored: StoredInputs) {
    self.stored = stored
    byStamp = InputIndex(stored) { input in input.stamp.map { [$0.hashValue] } ?? [] }
    bySize = InputIndex(stored) { input in
      KnownFiles.files(of: input).map(\.byteCount.hashValue)
    }
    byContent = InputIndex(stored) { input in KnownFiles.files(of: input).map(\.hashValue) }
  }

  /// Whether the content of a file is there, read in the same way.
  func contain(
    _ file: borrowing File, _ reading: InputPlan.Reading
  ) throws(RunFailure) -> Bool {
    guard let content = try content(of: file, reading) else { return false }
    return byContent.positions(of: content.hashValue).contains { position in
      let input = stored[position]
      guard input.fingerprint == reading.fingerprint, input.source == reading.source else {
        return false
      }
      return input.file == content
        ? !(input.isUnsettled && reading.isSettled) : input.beginnings.contains(content)
    }
  }

  /// The content of a file; nil where there is none of its size.
  ///
  /// A file that looks as when it was read is not read again.
  private func content(
    of file: borrowing File, _ reading: InputPlan.Reading
  ) throws(RunFailure) -> FileContent? {
    let byteCount = Int64(reading.status.size)
    if let stamp = reading.stamp {
      let alike = byStamp.positions(of: stamp.hashValue).lazy.map { stored[$0] }
        .first { $0.stamp == stamp && $0.file.byteCount == byteCount }
      if let alike { return alike.file }
    }
    guard !bySize.positions(of: byteCount.hashValue).isEmpty else { return nil }
    return FileContent(sha256: try FileHash.sha256(of: file), byteCount: byteCount)
  }

  private static func files(of input: StoredInput) -> [FileContent] {
    [input.file] + input.beginnings
  }
}
