internal import JourneyModel
internal import RecordFormats

/// Looks at the first records of a JSON file until one has the keys its adapter requires.
struct TopLevelKeys {
  /// How many records of a file are looked at.
  static let recordsLookedAt = 20

  /// Whether a record has them.
  private(set) var areFound = false
  private let required: [String]
  private let adapter: String
  private var unlikeRecords = 0
  private var missing: [String] = []

  /// The keys an adapter requires.
  init(required: [String], by adapter: String) {
    self.required = required
    self.adapter = adapter
  }

  /// Looks at a record; throws if none of the first ones has the keys.
  mutating func check(
    _ tape: JSONTape, of record: UnsafeRawBufferPointer
  ) throws(InputFailure) {
    let found = TopLevelKeys.names(in: tape, of: record)
    let missing = required.filter { !found.contains($0) }
    if missing.isEmpty {
      areFound = true
      return
    }
    if unlikeRecords == 0 { self.missing = missing }
    unlikeRecords += 1
    if unlikeRecords == TopLevelKeys.recordsLookedAt { throw failure }
  }

  /// Takes the end of the file; throws if there were records and none had the keys.
  func finish() throws(InputFailure) {
    if !areFound, unlikeRecords > 0 { throw failure }
  }

  private var failure: InputFailure {
    InputFailure(
      code: .i305, byteOffset: 0,
      message: "the records have no \(HeaderMatching.list(missing, "key")) of adapter '\(adapter)'")
  }

  /// The keys of a record.
  static func names(in tape: JSONTape, of record: UnsafeRawBufferPointer) -> Set<String> {
    var found: Set<String> = []
    for (key, _) in tape.members(of: 0) {
      var name = [UInt8](record[key.range])
      if key.hasEscapes {
        name = []
        JSONText.unescape(UnsafeRawBufferPointer(rebasing: record[key.range]), into: &name)
      }
      found.insert(String(decoding: name, as: UTF8.self))
    }
    return found
  }
}
