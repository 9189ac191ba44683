internal import RecordFormats

/// The names of a JSON record's own members.
enum TopLevelKeys {
  /// How many records of a file are looked at.
  static let recordsLookedAt = 20

  /// The required names a record does not have, in the given order.
  static func missing(
    _ required: [String], in tape: JSONTape, of record: UnsafeRawBufferPointer
  ) -> [String] {
    var found: Set<String> = []
    for (key, _) in tape.members(of: 0) {
      var name = [UInt8](record[key.range])
      if key.hasEscapes {
        name = []
        JSONText.unescape(UnsafeRawBufferPointer(rebasing: record[key.range]), into: &name)
      }
      found.insert(String(decoding: name, as: UTF8.self))
    }
    return required.filter { !found.contains($0) }
  }
}
